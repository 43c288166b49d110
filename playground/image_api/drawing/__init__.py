"""Landscapes from words and a seed."""

from playground.image_api.drawing.painting import paint, repaint

__all__ = ["paint", "repaint"]
