"""Prints the CHANGELOG.md section for a tag's version. Fails if tag, version and changelog disagree."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def notes(tag: str) -> str:
    """Raises `ValueError`."""
    version = tag.removeprefix("v")
    [known] = re.findall(r'__version__ = "(.+)"', (ROOT / "bot/__init__.py").read_text(encoding="utf-8"))
    if known != version:
        raise ValueError(f"The tag {tag} isn't the version {known} of bot/__init__.py.")
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    found = re.search(
        rf"^## \[?{re.escape(version)}\b.*?\n(.*?)(?=^## |\Z)", changelog, re.MULTILINE | re.DOTALL
    )
    if found is None or not found[1].strip():
        raise ValueError(f"CHANGELOG.md has no section for {version}.")
    return found[1].strip() + "\n"


if __name__ == "__main__":
    try:
        print(notes(sys.argv[1]), end="")
    except ValueError as error:
        sys.exit(str(error))
