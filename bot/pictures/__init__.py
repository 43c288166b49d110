"""Checks pictures, makes them fit, prepares them for editing, and draws charts.

An adapter. Only this part of Easel knows Pillow.
"""

from bot.pictures.pillow import PillowPictures

__all__ = ["PillowPictures"]
