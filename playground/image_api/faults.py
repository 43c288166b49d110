"""Everything that can go wrong with the image API's answers, or just look odd."""

from enum import Enum, StrEnum
from typing import Self


class Group(StrEnum):
    """The headings of the page's list."""

    ERROR = "The request fails"
    CONNECTION = "The answer gets lost or is late"
    ANSWER = "A success that looks odd"
    FILE = "The picture isn't what it should be"


class Fault(Enum):
    """Something that happens instead of a normal answer. Its value is a stable name for forms and URLs."""

    title: str
    "A short label for a button."
    description: str
    "What happens, in plain words."
    group: Group
    billed: bool
    "Whether the provider still charges for the request."

    def __new__(cls, name: str, group: Group, billed: bool, title: str, description: str) -> Self:
        fault = object.__new__(cls)
        fault._value_ = name
        fault.group, fault.billed, fault.title, fault.description = group, billed, title, description
        return fault

    BODY_INVALID = (
        "body-invalid", Group.ERROR, False, "400: a field is rejected",
        "The API rejects a valid field. Nothing is charged.",
    )  # fmt: skip
    PROMPT_REFUSED = (
        "prompt-refused", Group.ERROR, False, "400: the prompt is rejected",
        "The safety filter rejects the prompt. Nothing is charged.",
    )  # fmt: skip
    KEY_REJECTED = (
        "key-rejected", Group.ERROR, False, "401: the key is rejected",
        "As if the owner's API key had been revoked.",
    )  # fmt: skip
    OUT_OF_CREDITS = (
        "out-of-credits", Group.ERROR, False, "403: out of credits",
        "The owner's account is empty.",
    )  # fmt: skip
    NOT_ALLOWED = (
        "not-allowed", Group.ERROR, False, "403: not allowed",
        "The key has no access to this model.",
    )  # fmt: skip
    NOT_FOUND = (
        "not-found", Group.ERROR, False, "404: model not found",
        "As if the model's name or the URL were wrong.",
    )  # fmt: skip
    RATE_LIMITED = (
        "rate-limited", Group.ERROR, False, "429: too many requests",
        "A rate limit. Retry-After says how many seconds to wait.",
    )  # fmt: skip
    RATE_LIMITED_SILENTLY = (
        "rate-limited-silently", Group.ERROR, False, "429 without Retry-After",
        "A rate limit that doesn't say how long it lasts.",
    )  # fmt: skip
    SERVER_FAILED = (
        "server-failed", Group.ERROR, False, "500: internal error",
        "The API itself fails. Nothing is charged.",
    )  # fmt: skip
    BAD_GATEWAY = (
        "bad-gateway", Group.ERROR, False, "502: an HTML page from a gateway",
        "A gateway answers in HTML. The API never sees the request.",
    )  # fmt: skip
    UNAVAILABLE = (
        "unavailable", Group.ERROR, False, "503: the model's host is down",
        "The API can't reach the company that runs the model. Nothing is charged.",
    )  # fmt: skip
    GENERATION_TIMED_OUT = (
        "generation-timed-out", Group.ERROR, False, "504: the generation timed out",
        "The API gave up waiting for the picture. Nothing is charged.",
    )  # fmt: skip
    STATUS_CODE_AS_STRING = (
        "status-code-as-string", Group.ERROR, False, "400 with statusCode as a string",
        'The prompt is rejected, and the body says "statusCode": "400".',
    )  # fmt: skip
    ERROR_NOT_JSON = (
        "error-not-json", Group.ERROR, False, "500 with a body that isn't JSON",
        "An error that claims to be JSON but isn't.",
    )  # fmt: skip

    BROKEN_BILLED = (
        "broken-billed", Group.CONNECTION, True, "Connection lost, charged",
        "The picture is made and charged. The connection breaks before any of the answer arrives.",
    )  # fmt: skip
    BROKEN_MID_ANSWER = (
        "broken-mid-answer", Group.CONNECTION, True, "Connection lost mid-answer, charged",
        "The headers of a success arrive. Then the connection breaks.",
    )  # fmt: skip
    BROKEN_UNBILLED = (
        "broken-unbilled", Group.CONNECTION, False, "Connection lost, not charged",
        "The connection breaks. The provider's log lists the request as failed.",
    )  # fmt: skip
    BROKEN_UNRECORDED = (
        "broken-unrecorded", Group.CONNECTION, False, "Connection lost, never recorded",
        "The connection breaks before the API accepts the request. Its log never lists it.",
    )  # fmt: skip
    NEVER_ANSWERS = (
        "never-answers", Group.CONNECTION, True, "No answer, charged",
        "The picture is made and charged, but no answer ever comes.",
    )  # fmt: skip
    NEVER_ANSWERS_UNBILLED = (
        "never-answers-unbilled", Group.CONNECTION, False, "No answer, not charged",
        "No answer ever comes. The provider's log lists the request as failed.",
    )  # fmt: skip
    SLOW = (
        "slow", Group.CONNECTION, True, "A very slow answer",
        "Everything works, but it takes far longer than usual.",
    )  # fmt: skip

    CREATED = (
        "created", Group.ANSWER, True, "201 instead of 200",
        "A normal success with the API's other success status.",
    )  # fmt: skip
    TOKENS_USED = (
        "tokens-used", Group.ANSWER, True, "Cost only as tokens_used",
        "The body calls the cost tokens_used. No header repeats it.",
    )  # fmt: skip
    CREDITS_USED = (
        "credits-used", Group.ANSWER, True, "Cost only as credits_used",
        "The body calls the cost credits_used. No header repeats it.",
    )  # fmt: skip
    CREDITS_FLOAT = (
        "credits-float", Group.ANSWER, True, "Cost as 63000.0",
        "The body gives the cost as a decimal number. No header repeats it.",
    )  # fmt: skip
    COST_IN_HEADER_ONLY = (
        "cost-in-header-only", Group.ANSWER, True, "Cost only in a header",
        "The usage in the body is null. The x-aimlapi-credits-used header has the cost.",
    )  # fmt: skip
    NO_COST = (
        "no-cost", Group.ANSWER, True, "No cost at all",
        "Neither the body nor a header has the cost. Only the provider's log does.",
    )  # fmt: skip
    BASE64 = (
        "base64", Group.ANSWER, True, "The picture as base64",
        "The picture is in the answer itself, without a URL.",
    )  # fmt: skip
    DATA_NULL = (
        "data-null", Group.ANSWER, True, "Charged, but data is null",
        "The request is charged, and the answer has no picture.",
    )  # fmt: skip
    DATA_EMPTY = (
        "data-empty", Group.ANSWER, True, "Charged, but data is empty",
        "The request is charged, and the list of pictures is empty.",
    )  # fmt: skip
    PICTURE_NULL = (
        "picture-null", Group.ANSWER, True, "Charged, but no URL and no base64",
        "The list has one picture whose url and b64_json are both null.",
    )  # fmt: skip
    ANSWER_NOT_JSON = (
        "answer-not-json", Group.ANSWER, True, "A success that isn't JSON",
        "Status 200 and a charge, but the JSON in the body stops halfway.",
    )  # fmt: skip
    LONG_HEADERS = (
        "long-headers", Group.ANSWER, True, "A header of 16 KiB",
        "A normal success with headers longer than most clients read.",
    )  # fmt: skip
    HUGE_NUMBER = (
        "huge-number", Group.ANSWER, True, "A number of 5,000 digits",
        "A normal success with a number in its JSON that many parsers reject.",
    )  # fmt: skip
    DATA_URL = (
        "data-url", Group.ANSWER, True, "The picture as a data: URL",
        "The picture's URL holds the picture itself.",
    )  # fmt: skip
    LOG_ROW_LATE = (
        "log-row-late", Group.ANSWER, True, "A late row in the log",
        "A normal success that the provider's log lists much later.",
    )  # fmt: skip

    FILE_NOT_FOUND = (
        "file-not-found", Group.FILE, True, "404 for the picture's URL",
        "The request is charged, but the picture can't be downloaded.",
    )  # fmt: skip
    FILE_SERVER_ERROR = (
        "file-server-error", Group.FILE, True, "500 for the picture's URL",
        "The request is charged, but the server with the pictures is down.",
    )  # fmt: skip
    FILE_REDIRECTS_INWARD = (
        "file-redirects-inward", Group.FILE, True, "The URL redirects to a private address",
        "The picture's URL leads into the owner's own network.",
    )  # fmt: skip
    FILE_PLAIN_HTTP = (
        "file-plain-http", Group.FILE, True, "The picture's URL is plain http",
        "The URL names another host, without encryption.",
    )  # fmt: skip
    FILE_NOT_AN_IMAGE = (
        "file-not-an-image", Group.FILE, True, "The file is a web page",
        "The URL returns HTML and calls it an image.",
    )  # fmt: skip
    FILE_ENDLESS = (
        "file-endless", Group.FILE, True, "The file never ends",
        "The URL keeps sending bytes for as long as anyone reads.",
    )  # fmt: skip
    FILE_HUGE = (
        "file-huge", Group.FILE, True, "The file is 4 GiB",
        "The URL announces and sends far more than any picture has.",
    )  # fmt: skip
    FILE_STALLS = (
        "file-stalls", Group.FILE, True, "The download stalls",
        "The first bytes of the picture arrive, then nothing more.",
    )  # fmt: skip
    FILE_TRUNCATED = (
        "file-truncated", Group.FILE, True, "Half a picture",
        "The file stops in the middle.",
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
        "other-size", Group.FILE, True, "The wrong size",
        "The picture is 16 pixels smaller on both sides.",
    )  # fmt: skip
    OTHER_FORMAT = (
        "other-format", Group.FILE, True, "The wrong format",
        "A JPEG called PNG, a WebP called JPEG or a PNG called WebP.",
    )  # fmt: skip
    OVER_UPLOAD_LIMIT = (
        "over-upload-limit", Group.FILE, True, "A PNG over 10 MiB",
        "A grainy picture larger than Discord's default limit, in any format.",
    )  # fmt: skip
