"""Pictures, looked at and made to fit. An edge: it knows Pillow, and nothing else of Easel does."""

from bot.pictures.studio import PillowPictures

__all__ = ["PillowPictures"]
