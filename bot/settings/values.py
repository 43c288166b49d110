"""Turns the text of a setting into its value.

Every function here takes the text, trimmed and not empty. It returns the value, or raises `ValueError` with
the rest of a sentence that starts with the setting's name and says what to do. A sentence about a secret, or
about a URL that can contain a password, never quotes the text.
"""

import re
from collections.abc import Callable
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import urlsplit

from bot.budgets.amounts import parse_allowance
from bot.budgets.policy import UNLIMITED
from bot.budgets.refusals import InvalidAmount
from bot.loopback import is_loopback
from bot.settings.secret import Secret
from bot.snowflakes import parse_snowflake

_BOT_TOKEN = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+", re.ASCII)
_SMALLEST_SERVER_ID = 10**14  # Discord's first ids. Shorter numbers are something else
_PUBLIC_KEY = re.compile(r"[0-9a-f]{64}")


def bot_token(text: str) -> Secret:
    """A Discord bot token: three parts separated by dots."""
    _without_prefix(text, "Bot")
    _in_one_piece(text)
    if text.isdecimal():
        raise ValueError("is a number, like an application's ID. The token is on the application's Bot page.")
    if _PUBLIC_KEY.fullmatch(text):
        raise ValueError("is the application's public key. The token is on its Bot page.")
    if not _BOT_TOKEN.fullmatch(text):
        raise ValueError(
            "isn't a bot token, which has three parts with dots between them. On the application's Bot page, "
            "press Reset Token and copy the token."
        )
    return Secret(text)


def api_key(text: str) -> Secret:
    """A key that goes into an `Authorization: Bearer` header."""
    _without_prefix(text, "Bearer")
    _in_one_piece(text)
    return Secret(text)


def _without_prefix(text: str, prefix: str) -> None:
    if text.lower().startswith(prefix.lower() + " "):
        raise ValueError(f"starts with “{prefix} ”. Leave that word out. Easel adds it.")


def _in_one_piece(text: str) -> None:
    if any(character.isspace() for character in text):
        raise ValueError("has a space or a line break in it. Copy it again, in one piece.")
    if text[0] in "\"'`“<" or text[-1] in "\"'`”>":
        raise ValueError("has quotes or brackets around it. Leave them out.")
    if not (text.isascii() and text.isprintable()):
        raise ValueError("has letters in it that no token or key has. Copy it again.")


def http_url(text: str) -> str:
    """A base address without a trailing slash: https, or http on this machine."""
    return _url(text, "https", "http")


def websocket_url(text: str) -> str:
    """A gateway's address: wss, or ws on this machine."""
    return _url(text, "wss", "ws")


def image_api_url(text: str) -> str:
    """Like `http_url`. The version is part of each call's path, not of the base."""
    url = http_url(text)
    if re.search(r"/v\d+$", url):
        raise ValueError(
            f"ends in “{url.rpartition('/')[2]}”. Leave that out. Easel adds the version itself."
        )
    return url


def _url(text: str, secure: str, plain: str) -> str:
    try:
        parts = urlsplit(text)
        _ = parts.port  # reading it checks it
    except ValueError:
        raise ValueError("isn't a valid address. Check its host and port.") from None
    if "@" in parts.netloc:
        raise ValueError("has a user name or password in it. Leave those out.")
    if parts.scheme not in {secure, plain} or not parts.hostname or re.search(r"\s", text):
        raise ValueError(f"is “{text}”, which isn't an address. Write it like {secure}://host/path.")
    if parts.query or parts.fragment:
        raise ValueError("has a “?” or “#” part. Leave that out.")
    if parts.scheme == plain and not is_loopback(parts.hostname or ""):
        raise ValueError(
            f"uses {plain} to another machine, so anyone in between could read the credentials. "
            f"Use {secure}. {plain} is only for this machine, like 127.0.0.1."
        )
    return text.rstrip("/")


def database_url(text: str) -> str:
    """Only checks that it's a URL. The storage knows which databases are supported."""
    try:
        scheme = urlsplit(text).scheme
    except ValueError:
        scheme = ""
    if not scheme or "://" not in text:
        raise ValueError("isn't a database's address. Write it like sqlite:///data/easel.sqlite3.")
    return text


class ListenAddress(NamedTuple):
    """The address of one of the bot's own servers."""

    host: str
    port: int


def listen_address(text: str) -> ListenAddress | None:
    """A port on this machine, or an address and a port. None for the word `none`."""
    if text.lower() == "none":
        return None
    host, _, port = text.rpartition(":")
    host = host.removeprefix("[").removesuffix("]") or "127.0.0.1"
    if host.lower() == "localhost":
        host = "127.0.0.1"
    try:
        ip_address(host)
        number = int(port) if re.fullmatch(r"[0-9]{1,5}", port) else 0
    except ValueError:
        number = 0
    if not 0 < number < 2**16:
        raise ValueError(
            f"is “{text}”, which isn't an address to listen on. Write a port like 9464 for this machine, or "
            "an address and a port like 0.0.0.0:9464."
        )
    return ListenAddress(host, number)


def server_id(text: str) -> int | None:
    """A Discord server's id, or None for the word `none`."""
    if text.lower() == "none":
        return None
    try:
        number = parse_snowflake(text)
    except ValueError:
        number = 0
    if number < _SMALLEST_SERVER_ID:
        raise ValueError(
            f"is “{text}”, which isn't a server's ID. Turn on Developer Mode in Discord, right-click the "
            "server's name and choose Copy Server ID."
        )
    return number


def one_of(*choices: str) -> Callable[[str], str]:
    """One of several words, in lower or upper case."""

    def parse(text: str) -> str:
        if text.lower() not in choices:
            raise ValueError(f"is “{text}”. Choose one of {', '.join(choices)}.")
        return text.lower()

    return parse


def yes_or_no(text: str) -> bool:
    """True for `yes`, in lower or upper case."""
    return one_of("yes", "no")(text) == "yes"


def whole_number(lowest: int, highest: int) -> Callable[[str], int]:
    """A whole number between two bounds, both inclusive."""

    def parse(text: str) -> int:
        number = int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None
        if number is None or not lowest <= number <= highest:
            raise ValueError(f"is “{text}”. Choose a whole number from {lowest} to {highest}.")
        return number

    return parse


def seconds(lowest: float, highest: float) -> Callable[[str], float]:
    """A number of seconds between two bounds, both inclusive."""

    def parse(text: str) -> float:
        number = float(text) if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", text) else float("nan")
        if not lowest <= number <= highest:
            raise ValueError(f"is “{text}”. Choose a number of seconds from {lowest:g} to {highest:g}.")
        return number

    return parse


def allowance(text: str) -> int:
    """An amount of tokens like 2000000, 2,000,000, 2m or 500k, or `unlimited`."""
    try:
        return parse_allowance(text)
    except InvalidAmount as error:
        raise ValueError(f"is “{text}”. {advice(error)}") from None


def cap(text: str) -> int | None:
    """Like `allowance`, with None for `none` or `unlimited`."""
    amount = UNLIMITED if text.lower() == "none" else allowance(text)
    return None if amount >= UNLIMITED else amount


def advice(error: InvalidAmount) -> str:
    """How to write an amount, for the bot's owner."""
    if error.readings:
        return f"Write {' or '.join(f'{reading:,}' for reading in error.readings)} if that's what you mean."
    return "Write a whole number of tokens like 63000, 500k or 1.5m, and at most 1,000,000m."
