"""What a successful answer says: where the picture is, and what it cost. Any part may be missing or null."""

import base64
import binascii
import json
import logging
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from bot.providers.aimlapi.failures import shortened
from bot.providers.aimlapi.replies import Reply

CREDITS_HEADER = "x-aimlapi-credits-used"
INFERENCE_HEADER = "x-inference-id"
# The documentation shows the first, the published schema the second; both are met.
USAGE_FIELDS = ("tokens_used", "credits_used")
MOST_TOKENS = 2**53  # far beyond any price, and exact wherever it goes; what is larger is nonsense

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """`cost` in tokens, None where nothing said it; `flaw` says why there is neither `data` nor `url`."""

    cost: int | None
    inference_id: str | None
    data: bytes | None = field(default=None, repr=False)
    url: str | None = field(default=None, repr=False)
    flaw: str = ""


def read_answer(reply: Reply) -> Answer:
    """Never raises: a success has been charged, so whatever is wrong with it is part of the answer.

    The body's figure is the cost, the header's only where the body has none: the body is what is documented
    as the usage of this picture. Where they differ, the log says so.
    """
    inference_id = shortened(reply.headers.get(INFERENCE_HEADER, ""), 128) or None
    body = {} if reply.flaw else parsed(reply.body)
    charges = list(_charges(body, reply))
    if len(set(charges)) > 1:
        logger.warning(
            "The API named different costs %s, the first is taken (inference %s)", charges, inference_id
        )
    cost = charges[0] if charges else None
    data, url = _picture(body)
    flaw = ""
    if data is None and url is None:
        flaw = reply.flaw or ("no picture in the answer" if body else "the answer is no JSON object")
    return Answer(cost, inference_id, data, url, flaw)


def parsed(body: bytes) -> dict[str, Any]:
    """The JSON object, numbers with a point as `Decimal`; empty where it is none."""
    try:
        value = json.loads(body, parse_float=Decimal, parse_constant=lambda _: None)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def tokens(value: object) -> int | None:
    """An amount of tokens from a JSON number or a string of one, rounded up; None where it is none."""
    if isinstance(value, str):
        try:
            value = Decimal(value.strip())
        except ArithmeticError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    if isinstance(value, Decimal) and not value.is_finite():
        return None
    return math.ceil(value) if 0 <= value <= MOST_TOKENS else None


def _charges(body: dict[str, Any], reply: Reply) -> Iterator[int]:
    """All costs that are named, the one to be believed first."""
    meta = body.get("meta")
    usage = meta.get("usage") if isinstance(meta, dict) else None
    named = [usage.get(field) for field in USAGE_FIELDS] if isinstance(usage, dict) else []
    for value in (*named, reply.headers.get(CREDITS_HEADER)):
        amount = tokens(value)
        if amount is not None:
            yield amount
        elif value is not None:
            logger.warning("The API named a cost that is none: a %s", type(value).__name__)


def _picture(body: dict[str, Any]) -> tuple[bytes | None, str | None]:
    """The first picture's bytes, or else the first address of one."""
    images = body.get("data")
    images = [image for image in images if isinstance(image, dict)] if isinstance(images, list) else []
    for image in images:
        encoded = image.get("b64_json")
        if isinstance(encoded, str) and encoded:
            try:
                return base64.b64decode("".join(encoded.split()), validate=True), None
            except (binascii.Error, ValueError):
                logger.warning("The API's b64_json is not Base64: %s characters", len(encoded))
    urls = (image.get("url") for image in images)
    return None, next((url for url in urls if isinstance(url, str) and url), None)
