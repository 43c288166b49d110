"""Sentences for `Unavailable`: nobody's fault who asked, and the member pays nothing."""

from bot.errors import (
    DeliveryFailed,
    DeliveryForbidden,
    EaselError,
    GenerationUnavailable,
    Interrupted,
    NotAPicture,
    OutcomeUnknown,
    Paused,
    PictureLost,
    PictureTooLarge,
    ProviderBusy,
    ProviderFailed,
    QueueFull,
    ReplyExpired,
    RequestRejected,
    ShuttingDown,
    StorageUnavailable,
)
from cogs.wording.amounts import after
from cogs.wording.harmless import harmless
from cogs.wording.table import Sentence

_FREE = "You pay nothing."
_CLOSED = f"The studio is closed: the people who run this bot have to look after it. Try again later. {_FREE}"
_FORBIDDEN = (
    "The picture was made, but there was no place where I am allowed to post it. In a channel I need View "
    "Channel, Send Messages and Attach Files; for a private picture, allow direct messages from this server. "
    f"{_FREE}"
)
_LOST = f"The picture was made but got lost on its way here. Please try again. {_FREE}"
_EXPIRED = f"It took longer than Discord lets me answer, and there was no way to post it later. {_FREE}"
_STORAGE = (
    f"My books can't be written at the moment, so I can't make pictures. Try again in a few minutes. {_FREE}"
)
_INTERRUPTED = f"I was restarted before your picture was done. Please ask for it again. {_FREE}"

_REJECTED = (
    "The image API didn't accept the request, which is a mistake of this bot. The bot's owner can see it in "
    f"the log. {_FREE}"
)

# By class name, for what ended a while ago. The empty name stands for every other reason.
ENDINGS: dict[str, str] = {
    "": f"It could not be finished. Please try again later. {_FREE}",
    "Cancelled": "It was cancelled, and the held tokens are yours again.",
    "PromptRefused": f"The image API refused the request. Change the prompt and try again. {_FREE}",
    "GenerationUnavailable": _CLOSED,
    "ProviderBusy": f"The image API had too much to do. Please try again. {_FREE}",
    "QueueFull": f"Too many pictures were queued. Please try again. {_FREE}",
    "ShuttingDown": _INTERRUPTED,
    "Paused": f"The people who run this bot have paused it. Please try again later. {_FREE}",
    "RequestRejected": _REJECTED,
    "ProviderFailed": f"The image API failed, and no picture was made. Please try again later. {_FREE}",
    "OutcomeUnknown": f"The connection to the image API broke and no picture came. Please try again. {_FREE}",
    "PictureLost": _LOST,
    "ReplyExpired": _EXPIRED,
    "DeliveryForbidden": _FORBIDDEN,
    "DeliveryFailed": f"Discord did not take the picture, several times. Please try again later. {_FREE}",
    "PictureTooLarge": (
        "The picture is larger than Discord lets me post here, however I pack it. Ask for a smaller size, or "
        f"for JPEG. {_FREE}"
    ),
    "Interrupted": _INTERRUPTED,
    "StorageUnavailable": _STORAGE,
    "NotAPicture": f"The image API sent something that is no picture. Please try again. {_FREE}",
}


def _studio_busy(error: ProviderBusy) -> str:
    if error.retry_after_seconds is None:
        return f"The image API has too much to do. Try again in a few minutes. {_FREE}"
    return f"The image API has too much to do. Try again {after(error.retry_after_seconds)}. {_FREE}"


def _queue_full(error: QueueFull) -> str:
    where = "This server has" if error.scope == "server" else "I have"
    return f"{where} {error.limit:,} pictures in the queue already. Try again in a few minutes. {_FREE}"


def _provider_failed(error: ProviderFailed) -> str:
    if error.attempts == 1:
        return ENDINGS["ProviderFailed"]
    return f"The image API failed {error.attempts} times in a row. Please try again later. {_FREE}"


def _paused(error: Paused) -> str:
    if error.message is None or not error.message.strip():
        return ENDINGS["Paused"]
    return f"The people who run this bot have paused it. They say: “{harmless(error.message, 500)}” {_FREE}"


def _interrupted(error: Interrupted) -> str:
    return ENDINGS.get(error.reason, _INTERRUPTED)


FAILURES: dict[type[EaselError], Sentence] = {
    GenerationUnavailable: _CLOSED,
    ProviderBusy: _studio_busy,
    QueueFull: _queue_full,
    ShuttingDown: f"I am being restarted. Try again in a minute. {_FREE}",
    Paused: _paused,
    RequestRejected: _REJECTED,
    ProviderFailed: _provider_failed,
    OutcomeUnknown: ENDINGS["OutcomeUnknown"],
    PictureLost: _LOST,
    ReplyExpired: _EXPIRED,
    DeliveryForbidden: _FORBIDDEN,
    DeliveryFailed: ENDINGS["DeliveryFailed"],
    PictureTooLarge: ENDINGS["PictureTooLarge"],
    Interrupted: _interrupted,
    StorageUnavailable: _STORAGE,
    NotAPicture: ENDINGS["NotAPicture"],
}
