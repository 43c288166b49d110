"""Checks pictures, makes them fit, prepares them for editing, and draws charts.

An edge: it knows Pillow, and nothing else of Easel does.
"""

from bot.pictures.pillow import PillowPictures

__all__ = ["PillowPictures"]
