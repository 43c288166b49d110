"""Everything that can go wrong, or only look strange, in an answer of the image API."""

from enum import Enum, StrEnum
from typing import Self


class Group(StrEnum):
    """What the page's panel lists together."""

    ERROR = "The request fails"
    CONNECTION = "The answer is lost or late"
    ANSWER = "A success that looks odd"
    FILE = "The picture is not what was promised"


class Fault(Enum):
    """One thing to happen instead of a plain answer. Its value is a stable name for forms and URLs."""

    title: str
    "A few words for a button."
    description: str
    "What happens, in plain words."
    group: Group
    billed: bool
    "Whether the provider charges for the request all the same."

    def __new__(cls, name: str, group: Group, billed: bool, title: str, description: str) -> Self:
        fault = object.__new__(cls)
        fault._value_ = name
        fault.group, fault.billed, fault.title, fault.description = group, billed, title, description
        return fault

    BODY_INVALID = (
        "body-invalid", Group.ERROR, False, "400: a field is wrong",
        "The API finds fault with a field that was right. Nothing is charged.",
    )  # fmt: skip
    PROMPT_REFUSED = (
        "prompt-refused", Group.ERROR, False, "400: the prompt is refused",
        "The safety checker turns the prompt down. Nothing is charged.",
    )  # fmt: skip
    KEY_REJECTED = (
        "key-rejected", Group.ERROR, False, "401: the key is rejected",
        "As if the owner's key had been revoked.",
    )  # fmt: skip
    OUT_OF_CREDITS = (
        "out-of-credits", Group.ERROR, False, "403: out of credits",
        "The owner's money is used up.",
    )  # fmt: skip
    NOT_ALLOWED = (
        "not-allowed", Group.ERROR, False, "403: not allowed",
        "The key may not use this model.",
    )  # fmt: skip
    NOT_FOUND = (
        "not-found", Group.ERROR, False, "404: no such model",
        "As if the model, or the URL, were wrong.",
    )  # fmt: skip
    RATE_LIMITED = (
        "rate-limited", Group.ERROR, False, "429: too many requests",
        "A rate limit, with the seconds to wait in Retry-After.",
    )  # fmt: skip
    RATE_LIMITED_SILENTLY = (
        "rate-limited-silently", Group.ERROR, False, "429 without Retry-After",
        "A rate limit that does not say how long it lasts.",
    )  # fmt: skip
    SERVER_FAILED = (
        "server-failed", Group.ERROR, False, "500: the server failed",
        "An error inside the API. Nothing is charged.",
    )  # fmt: skip
    BAD_GATEWAY = (
        "bad-gateway", Group.ERROR, False, "502: a gateway's HTML page",
        "Something between us and the API answers, in HTML; the API never saw the request.",
    )  # fmt: skip
    UNAVAILABLE = (
        "unavailable", Group.ERROR, False, "503: the partner failed",
        "The model's maker does not answer the API. Nothing is charged.",
    )  # fmt: skip
    GENERATION_TIMED_OUT = (
        "generation-timed-out", Group.ERROR, False, "504: the generation took too long",
        "The API gave up waiting for the picture. Nothing is charged.",
    )  # fmt: skip
    STATUS_CODE_AS_STRING = (
        "status-code-as-string", Group.ERROR, False, "400 with its statusCode as a string",
        'The prompt is refused, and the body says "statusCode": "400".',
    )  # fmt: skip
    ERROR_NOT_JSON = (
        "error-not-json", Group.ERROR, False, "500 whose body is not JSON",
        "An error that calls itself JSON and is not.",
    )  # fmt: skip

    BROKEN_BILLED = (
        "broken-billed", Group.CONNECTION, True, "Connection lost, charged",
        "The picture is made and charged, but the connection breaks before a byte of the answer.",
    )  # fmt: skip
    BROKEN_MID_ANSWER = (
        "broken-mid-answer", Group.CONNECTION, True, "Connection lost mid-answer, charged",
        "The headers of a success arrive, the connection breaks within its body.",
    )  # fmt: skip
    BROKEN_UNBILLED = (
        "broken-unbilled", Group.CONNECTION, False, "Connection lost, not charged",
        "The connection breaks; the provider's log has the request as failed.",
    )  # fmt: skip
    BROKEN_UNRECORDED = (
        "broken-unrecorded", Group.CONNECTION, False, "Connection lost, never recorded",
        "The connection breaks before the API took the request up: its log knows nothing of it.",
    )  # fmt: skip
    NEVER_ANSWERS = (
        "never-answers", Group.CONNECTION, True, "Never answers, charged",
        "The picture is made and charged, but no answer ever comes.",
    )  # fmt: skip
    NEVER_ANSWERS_UNBILLED = (
        "never-answers-unbilled", Group.CONNECTION, False, "Never answers, not charged",
        "No answer ever comes; the provider's log has the request as failed.",
    )  # fmt: skip
    SLOW = (
        "slow", Group.CONNECTION, True, "A very slow answer",
        "All is well, but it takes far longer than usual.",
    )  # fmt: skip

    CREATED = (
        "created", Group.ANSWER, True, "201 instead of 200",
        "A plain success under the other status the API uses.",
    )  # fmt: skip
    TOKENS_USED = (
        "tokens-used", Group.ANSWER, True, "Cost as tokens_used only",
        "The body names the cost tokens_used, and no header repeats it.",
    )  # fmt: skip
    CREDITS_USED = (
        "credits-used", Group.ANSWER, True, "Cost as credits_used only",
        "The body names the cost credits_used, and no header repeats it.",
    )  # fmt: skip
    CREDITS_FLOAT = (
        "credits-float", Group.ANSWER, True, "Cost as 63000.0",
        "The body gives the cost as a decimal number, and no header repeats it.",
    )  # fmt: skip
    COST_IN_HEADER_ONLY = (
        "cost-in-header-only", Group.ANSWER, True, "Cost in a header only",
        "The usage in the body is null; x-aimlapi-credits-used has the cost.",
    )  # fmt: skip
    NO_COST = (
        "no-cost", Group.ANSWER, True, "No cost anywhere",
        "Neither the body nor a header says what was charged; only the provider's log does.",
    )  # fmt: skip
    BASE64 = (
        "base64", Group.ANSWER, True, "The picture as base64",
        "The picture lies in the answer itself; there is no URL.",
    )  # fmt: skip
    DATA_NULL = (
        "data-null", Group.ANSWER, True, "A charge, but data is null",
        "The request is charged and the answer holds no picture.",
    )  # fmt: skip
    DATA_EMPTY = (
        "data-empty", Group.ANSWER, True, "A charge, but data is empty",
        "The request is charged and the list of pictures is empty.",
    )  # fmt: skip
    PICTURE_NULL = (
        "picture-null", Group.ANSWER, True, "A charge, but neither URL nor base64",
        "The list holds one picture whose url and b64_json are both null.",
    )  # fmt: skip
    ANSWER_NOT_JSON = (
        "answer-not-json", Group.ANSWER, True, "A success that is not JSON",
        "Status 200, charged, and a body that breaks off in the middle of its JSON.",
    )  # fmt: skip
    LONG_HEADERS = (
        "long-headers", Group.ANSWER, True, "A header of 16 KiB",
        "A plain success with a head that is longer than most clients read.",
    )  # fmt: skip
    HUGE_NUMBER = (
        "huge-number", Group.ANSWER, True, "A number of 5,000 digits",
        "A plain success with a number in its JSON that many parsers refuse.",
    )  # fmt: skip
    DATA_URL = (
        "data-url", Group.ANSWER, True, "The picture as a data: URL",
        "The picture's URL holds the picture itself.",
    )  # fmt: skip
    LOG_ROW_LATE = (
        "log-row-late", Group.ANSWER, True, "Its row in the log comes late",
        "A plain success that the provider's log shows only much later.",
    )  # fmt: skip

    FILE_NOT_FOUND = (
        "file-not-found", Group.FILE, True, "The picture's URL answers 404",
        "Charged, but the picture cannot be fetched.",
    )  # fmt: skip
    FILE_SERVER_ERROR = (
        "file-server-error", Group.FILE, True, "The picture's URL answers 500",
        "Charged, but the server with the pictures is down.",
    )  # fmt: skip
    FILE_REDIRECTS_INWARD = (
        "file-redirects-inward", Group.FILE, True, "The URL redirects to a private address",
        "The picture's URL leads into the owner's own network.",
    )  # fmt: skip
    FILE_PLAIN_HTTP = (
        "file-plain-http", Group.FILE, True, "The picture's URL is plain http",
        "The URL names a foreign host without encryption.",
    )  # fmt: skip
    FILE_NOT_AN_IMAGE = (
        "file-not-an-image", Group.FILE, True, "The file is a web page",
        "The URL gives HTML and calls it an image.",
    )  # fmt: skip
    FILE_ENDLESS = (
        "file-endless", Group.FILE, True, "The file never ends",
        "The URL gives bytes as long as anyone reads.",
    )  # fmt: skip
    FILE_HUGE = (
        "file-huge", Group.FILE, True, "The file has 4 GiB",
        "The URL announces, and sends, far more than any picture has.",
    )  # fmt: skip
    FILE_STALLS = (
        "file-stalls", Group.FILE, True, "The download stalls",
        "The first bytes of the picture arrive, then nothing more.",
    )  # fmt: skip
    FILE_TRUNCATED = (
        "file-truncated", Group.FILE, True, "Half a picture",
        "The file breaks off in the middle.",
    )  # fmt: skip
    FILE_HALF_SEALED = (
        "file-half-sealed", Group.FILE, True, "Half a picture with right checksums",
        "A PNG, whatever format was asked for, whose lower half is missing although the file looks complete.",
    )  # fmt: skip
    FILE_BAD_COMMENT = (
        "file-bad-comment", Group.FILE, True, "A damaged comment in the file",
        "A PNG, whatever format was asked for, with a wrong checksum in a comment. Browsers show it.",
    )  # fmt: skip
    FILE_AVIF = (
        "file-avif", Group.FILE, True, "An AVIF file",
        "A format nobody asked for. Browsers show it.",
    )  # fmt: skip
    OTHER_SIZE = (
        "other-size", Group.FILE, True, "Another size than asked for",
        "The picture is 16 pixels narrower and lower.",
    )  # fmt: skip
    OTHER_FORMAT = (
        "other-format", Group.FILE, True, "Another format than asked for",
        "A JPEG called PNG, a WebP called JPEG or a PNG called WebP.",
    )  # fmt: skip
    OVER_UPLOAD_LIMIT = (
        "over-upload-limit", Group.FILE, True, "A PNG over 10 MiB",
        "A grainy picture larger than Discord takes by default, whatever format was asked for.",
    )  # fmt: skip
