"""The names that features without catalogue texts still import."""

from cogs.texts.formatting import escape as harmless
from cogs.texts.formatting import one_line, truncate, units

cut = truncate

__all__ = ["cut", "harmless", "one_line", "units"]
