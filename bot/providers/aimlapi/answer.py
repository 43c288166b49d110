"""Reads a successful answer: where the picture is and what it cost.

Such an answer has been paid for, so nothing in it counts as an error here. Any part can be missing, null, of
another type or cut off. Whatever can be found is used.
"""

import base64
import binascii
import json
import logging
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import unquote_to_bytes

from bot.budgets.price import TOKENS_PER_USD
from bot.providers.aimlapi.error_mapping import Response, shortened

CREDITS_HEADER = "x-aimlapi-credits-used"
USD_HEADER = "x-aimlapi-usd-spent"
INFERENCE_HEADER = "x-inference-id"
# The documentation shows the first, the published schema the second.
USAGE_FIELDS = ("tokens_used", "credits_used")
PICTURE_FIELDS = ("b64_json", "url")
SIGNATURES = (b"\x89PNG", b"\xff\xd8\xff", b"RIFF")  # of PNG, JPEG and WebP
MAX_TOKENS = 2**53  # far beyond any price, and exact in every JSON reader
MAX_SOURCES = 4  # more than one is undocumented already
MAX_NODES = 10_000  # nodes of an answer's JSON that are visited
MAX_DIGITS = 100

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """`cost` is in tokens, or None if it's missing.

    `sources` has the picture's bytes or its address, best first. `flaw` says why there are none.
    """

    cost: int | None
    inference_id: str | None
    sources: tuple[bytes | str, ...] = field(default=(), repr=False)
    flaw: str = ""


def read_answer(response: Response) -> Answer:
    """Never raises. Problems with an answer that was charged are part of the result.

    The cost comes from the body, which is documented as this picture's usage, or from the header if the body
    has none. If they differ, the log says so.
    """
    inference_id = shortened(response.headers.get(INFERENCE_HEADER, ""), 128) or None
    body = parsed(response.body)
    charges = list(_charges(body, response))
    if len(set(charges)) > 1:
        logger.warning(
            "The image API named different costs %s, using the first (inference %s)", charges, inference_id
        )
    sources = _sources(body, response.body)
    flaw = ""
    if not sources:
        flaw = response.flaw or ("no picture in the answer" if body else "the answer isn't a JSON object")
    return Answer(charges[0] if charges else None, inference_id, sources, flaw)


def parsed(body: bytes) -> dict[str, Any]:
    """The JSON object, with decimal numbers as `Decimal`. Empty if it isn't one.

    Reads UTF-8, UTF-16 and UTF-32, with or without a byte order mark. The first non-empty value of a
    duplicate key counts.
    """
    try:
        text = body.decode(json.detect_encoding(body), "replace").removeprefix("\ufeff")
        value = _DECODER.decode(text)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _number(digits: str) -> int | Decimal | None:
    """Python refuses to read integers of more than 4,300 digits, and `Decimal` exponents beyond its own."""
    if len(digits) > MAX_DIGITS:
        return None
    try:
        return int(digits) if re.fullmatch(r"-?[0-9]+", digits) else Decimal(digits)
    except InvalidOperation:
        return None


def _first_value_wins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if found.get(key) in (None, "", [], {}):
            found[key] = value
    return found


_DECODER = json.JSONDecoder(
    parse_int=_number,
    parse_float=_number,
    parse_constant=lambda _: None,
    object_pairs_hook=_first_value_wins,
    strict=False,
)


def tokens(value: object) -> int | None:
    """An amount of tokens from a JSON number or numeric string, rounded up. None if it isn't one."""
    if isinstance(value, str):
        try:
            value = Decimal(value.strip()[: MAX_DIGITS + 1])
        except InvalidOperation:
            return None
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    if isinstance(value, Decimal) and not value.is_finite():
        return None
    return math.ceil(value) if 0 <= value <= MAX_TOKENS else None


def _charges(body: dict[str, Any], response: Response) -> Iterator[int]:
    """All costs in the answer, the most trusted first."""
    meta = body.get("meta")
    usage = meta.get("usage") if isinstance(meta, dict) else None
    named: list[object]
    if isinstance(usage, dict):
        named = [usage.get(name) for name in USAGE_FIELDS]
    else:
        named = list(_salvaged_numbers(response.body)) if not body else []
    named.append(response.headers.get(CREDITS_HEADER))
    known = False
    for value in named:
        amount = tokens(value)
        if amount is not None:
            known = True
            yield amount
        elif value is not None:
            logger.warning("The image API named a cost that isn't an amount: a %s", type(value).__name__)
    if not known:
        spent = _usd(response.headers.get(USD_HEADER, ""))
        if spent is not None:
            yield spent


def _usd(text: str) -> int | None:
    try:
        return tokens(Decimal(text.strip()[: MAX_DIGITS + 1]) * TOKENS_PER_USD)
    except ArithmeticError:
        return None


def _sources(body: dict[str, Any], raw: bytes) -> tuple[bytes | str, ...]:
    """Bytes come before addresses, because they're already here."""
    if raw.startswith(SIGNATURES):
        return (raw,)
    texts = list(_picture_texts(body)) or list(_salvaged_texts(raw))
    found: list[bytes | str] = []
    for name, text in sorted(texts, key=lambda pair: PICTURE_FIELDS.index(pair[0])):
        source = _source(name, text.strip())
        if source and source not in found:
            found.append(source)
    found.sort(key=lambda source: isinstance(source, str))
    return tuple(found[:MAX_SOURCES])


def _source(name: str, text: str) -> bytes | str | None:
    if text[:5].lower() == "data:":
        return _data_url(text)
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]{0,20}:", text) or text.startswith("//"):
        return text
    data = _base64(text)
    return data if name == "b64_json" or (data and data.startswith(SIGNATURES)) else text


def _picture_texts(body: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(field, text) of every field that could have a picture, those in `data` first, at any depth."""
    data = body.get("data")
    for value in data if isinstance(data, list) else [data]:
        if isinstance(value, str):
            yield "url", value
    waiting: list[Any] = [data, body]
    for seen, value in enumerate(waiting):
        if seen > MAX_NODES:
            return
        if isinstance(value, dict):
            for name in PICTURE_FIELDS:
                text = value.get(name)
                if isinstance(text, str) and text.strip():
                    yield name, text
            waiting += [inner for inner in value.values() if isinstance(inner, dict | list)]
        elif isinstance(value, list):
            waiting += [inner for inner in value if isinstance(inner, dict | list)]


def _salvaged_texts(raw: bytes) -> Iterator[tuple[str, str]]:
    """The same from an answer that isn't complete JSON."""
    for match in re.finditer(rb'"(url|b64_json)"\s*:\s*("(?:[^"\\]|\\.)*")', raw):
        try:
            text = json.loads(match[2], strict=False)
        except ValueError:
            continue
        if text.strip():
            yield match[1].decode(), text


def _salvaged_numbers(raw: bytes) -> Iterator[int | Decimal | None]:
    for match in re.finditer(rb'"(?:tokens_used|credits_used)"\s*:\s*"?([0-9.]{1,40})[",}\s]', raw):
        yield _number(match[1].decode())


def _data_url(text: str) -> bytes | None:
    """The content of a `data:` URL. Its media type doesn't matter."""
    head, comma, content = text.partition(",")
    if not comma:
        return None
    if "%" in content:
        plain = unquote_to_bytes(content)
        if not head.lower().endswith(";base64"):
            return plain
        content = plain.decode("latin-1")
    if head.lower().rstrip().endswith(";base64"):
        return _base64(content)
    return content.encode("utf-8", "replace")


def _base64(text: str) -> bytes | None:
    """Base64 in either alphabet, with or without whitespace and padding. None if it isn't Base64."""
    if "-" in text or "_" in text:
        text = text.replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        text = re.sub(r"[\s\\]+", "", text).rstrip("=")
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None
