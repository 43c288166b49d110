"""Text for spreadsheets, which run anything that looks like a formula."""

# The wide forms also count in a spreadsheet that's set to Chinese, Japanese or Korean.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(text: str) -> str:
    """`text`, marked as text with an apostrophe if a spreadsheet would treat it as a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
