"""From the text of a setting to its value.

Every function here takes the text, trimmed and not empty, and returns the value, or raises `ValueError` with
the rest of a sentence that starts with the setting's name and says what to do. A sentence about a secret, or
about a URL that may have a password in it, never quotes the text.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from bot.settings.secret import Secret

_BOT_TOKEN = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+", re.ASCII)
_PUBLIC_KEY = re.compile(r"[0-9a-f]{64}")
_AMOUNT = re.compile(r"(?P<number>\d[\d_]*(\.\d+)?)(?P<unit>[km]?)", re.ASCII | re.IGNORECASE)
_UNITS = {"": 1, "k": 1_000, "m": 1_000_000}
_LARGEST_AMOUNT = 10**12  # half a million US dollars; a slip of the keyboard beyond that


def bot_token(text: str) -> Secret:
    """A Discord bot token: three parts with dots between."""
    _without_prefix(text, "Bot")
    _in_one_piece(text)
    if text.isdecimal():
        raise ValueError("is a number, as the application's id is: the token is on its Bot page.")
    if _PUBLIC_KEY.fullmatch(text):
        raise ValueError("is the application's public key: the token is on its Bot page.")
    if not _BOT_TOKEN.fullmatch(text):
        raise ValueError(
            "is not a bot token (three parts with dots between): on the application's Bot page, "
            "press Reset Token and copy what it shows."
        )
    return Secret(text)


def api_key(text: str) -> Secret:
    """A key that goes into an `Authorization: Bearer` header."""
    _without_prefix(text, "Bearer")
    _in_one_piece(text)
    return Secret(text)


def _without_prefix(text: str, prefix: str) -> None:
    if text.lower().startswith(prefix.lower() + " "):
        raise ValueError(f"starts with “{prefix} ”: leave that word out, Easel adds it.")


def _in_one_piece(text: str) -> None:
    if any(character.isspace() for character in text):
        raise ValueError("has a space or a line break in it: copy it again, in one piece.")
    if text[0] in "\"'`“<" or text[-1] in "\"'`”>":
        raise ValueError("has quotes or brackets around it: leave them out.")
    if not (text.isascii() and text.isprintable()):
        raise ValueError("has letters in it that no token or key has: copy it again.")


def http_url(text: str) -> str:
    """A base address, without the slash at its end: https, or http on this machine."""
    return _url(text, "https", "http")


def websocket_url(text: str) -> str:
    """A gateway's address: wss, or ws on this machine."""
    return _url(text, "wss", "ws")


def image_api_url(text: str) -> str:
    """As `http_url`; the version is part of each call's path, not of the base."""
    url = http_url(text)
    if re.search(r"/v\d+$", url):
        raise ValueError(
            f"ends in “{url.rpartition('/')[2]}”: leave that out, Easel adds the version itself."
        )
    return url


def _url(text: str, secure: str, plain: str) -> str:
    try:
        parts = urlsplit(text)
        _ = parts.port  # read for its check
    except ValueError:
        raise ValueError("is not an address that can be read: check its host and port.") from None
    if "@" in parts.netloc:
        raise ValueError("has a user name or password in it: leave those out.")
    if parts.scheme not in {secure, plain} or not parts.hostname or re.search(r"\s", text):
        raise ValueError(f"is “{text}”, which is not an address: it has to look like {secure}://host/path.")
    if parts.query or parts.fragment:
        raise ValueError("has a “?” or “#” part: leave that out.")
    if parts.scheme == plain and not is_loopback(parts):
        raise ValueError(
            f"is {plain} to another machine, which would show the credentials to everyone between: "
            f"use {secure} ({plain} is for this machine only, as with 127.0.0.1)."
        )
    return text.rstrip("/")


def is_loopback(url: SplitResult) -> bool:
    """Whether the host is this machine, by its name or number alone: nothing is looked up."""
    host = url.hostname or ""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def database_url(text: str) -> str:
    """Only that it is a URL: which databases there are, the storage knows."""
    try:
        scheme = urlsplit(text).scheme
    except ValueError:
        scheme = ""
    if not scheme or "://" not in text:
        raise ValueError("is not a database's address: it has to look like sqlite:///data/easel.sqlite3.")
    return text


def server_id(text: str) -> int | None:
    """A Discord server's id; None for the word `none`."""
    if text.lower() == "none":
        return None
    if not re.fullmatch(r"[1-9][0-9]{14,18}", text):
        raise ValueError(
            f"is “{text}”, which is no server's id: turn on Developer Mode in Discord, right-click the "
            "server's name and choose Copy Server ID."
        )
    return int(text)


def one_of(*choices: str) -> Callable[[str], str]:
    """One of some words, in lower or upper case."""

    def parse(text: str) -> str:
        if text.lower() not in choices:
            raise ValueError(f"is “{text}”: choose one of {', '.join(choices)}.")
        return text.lower()

    return parse


def whole_number(lowest: int, highest: int) -> Callable[[str], int]:
    """A whole number between two others, both included."""

    def parse(text: str) -> int:
        try:
            number = int(text)
        except ValueError:
            number = None
        if number is None or not lowest <= number <= highest:
            raise ValueError(f"is “{text}”: it has to be a whole number from {lowest} to {highest}.")
        return number

    return parse


def seconds(lowest: float, highest: float) -> Callable[[str], float]:
    """A number of seconds between two others, both included."""

    def parse(text: str) -> float:
        try:
            number = float(text)
        except ValueError:
            number = float("nan")
        if not lowest <= number <= highest:
            raise ValueError(f"is “{text}”: it has to be a number of seconds from {lowest:g} to {highest:g}.")
        return number

    return parse


def tokens(text: str) -> int:
    """An amount of tokens: 2000000, 2_000_000, 2m, 500k."""
    match = _AMOUNT.fullmatch(text)
    if match is None:
        raise ValueError(f"is “{text}”: write an amount of tokens like 2000000, 2_000_000, 2m or 500k.")
    amount = Decimal(match["number"].replace("_", "")) * _UNITS[match["unit"].lower()]
    if amount != amount.to_integral_value():
        raise ValueError(f"is “{text}”: tokens are whole, there is no part of one.")
    if amount > _LARGEST_AMOUNT:
        raise ValueError(f"is “{text}”, which is more than {_LARGEST_AMOUNT:_} tokens: a slip of the pen?")
    return int(amount)
