"""Where settings come from: the environment and a .env file."""

from collections.abc import Mapping
from io import StringIO
from pathlib import Path

from dotenv import dotenv_values

from bot.settings.settings import SettingsError


def load(environ: Mapping[str, str], dotenv: Path) -> dict[str, str]:
    """Reads the environment and the file `dotenv`. The environment wins. Doesn't change `os.environ`.

    An empty value counts as not set in either, so it doesn't override the file. The file is optional. Raises
    `SettingsError` if it exists and can't be read.
    """
    return _filled_in(_from_file(dotenv)) | _filled_in(environ)


def _filled_in(given: Mapping[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in given.items() if value and value.strip()}


def _from_file(path: Path) -> dict[str, str | None]:
    try:
        text = path.read_text(encoding="utf-8-sig")  # editors on Windows add a byte order mark
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise SettingsError([f"{path} can't be read: {reason}."]) from error
    return dotenv_values(stream=StringIO(text), interpolate=False)  # a secret can contain a dollar sign
