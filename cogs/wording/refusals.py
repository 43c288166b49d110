"""Sentences for `Refused`: the member can act on it, and nothing was spent."""

from bot.errors import (
    Cancelled,
    EaselError,
    Frozen,
    InputAnimated,
    InputNotAnImage,
    InputTooLarge,
    InputTooManyPixels,
    InputTooSmall,
    NoAllowance,
    NotCancellable,
    NotYours,
    OverBudget,
    PromptMissing,
    PromptRefused,
    PromptTooLong,
    SeedNotOffered,
    ServerOnly,
    SizeAndPreset,
    SizeNotOffered,
    TooManyInFlight,
)
from cogs.errors.refusals import ButtonOfAnother, ButtonOutdated, NoSuchKind, NoSuchServer, StillWorking
from cogs.wording.amounts import pictures, pixels, relative, tokens
from cogs.wording.harmless import harmless
from cogs.wording.table import Sentence

# Whose limit refused, by `OverBudget.limit`.
LIMITS = {
    "member": "your budget",
    "server": "this server's budget",
    "operator_server": "the budget that the people who run this bot gave this server",
    "operator": "the budget that the people who run this bot gave all servers together",
}


def _prompt_too_long(error: PromptTooLong) -> str:
    return (
        f"This prompt has {error.length:,} characters and {error.limit:,} is the most. Shorten it and try "
        "again. Nothing was spent."
    )


def _size_not_offered(error: SizeNotOffered) -> str:
    near = [f"**{pixels(*size)}**" for size in error.nearest]
    choice = near[0] if len(near) == 1 else ", ".join(near[:-1]) + " or " + near[-1]
    return (
        f"{pixels(error.width, error.height)} can't be made: both sides have to be multiples of 32 from 512 "
        f"to 2048. Close to it: {choice}. Nothing was spent."
    )


def _seed_not_offered(error: SeedNotOffered) -> str:
    return f"A seed is a number from {error.lowest:,} to {error.highest:,}. Nothing was spent."


def _over_budget(error: OverBudget) -> str:
    whose = LIMITS.get(error.limit, "a budget that applies to you")
    text = f"This picture costs {tokens(error.price)}, and {whose} has {tokens(error.left)} left"
    if error.held:
        text += f", with {tokens(error.held)} held for pictures on their way"
    text += "."
    if error.renews_at_ms is not None:
        text += f" It renews {relative(error.renews_at_ms)}."
    return text + " Nothing was spent."


def _frozen(error: Frozen) -> str:
    until = "" if error.until_ms is None else f" It ends {relative(error.until_ms)}."
    said = f" They say: “{harmless(error.reason, 500)}”" if error.reason and error.reason.strip() else ""
    return f"A moderator has frozen your budget on this server.{said}{until} Nothing was spent."


def _too_many_in_flight(error: TooManyInFlight) -> str:
    return (
        f"You already have {pictures(error.running)} on the way, and {error.limit:,} at a time is the most. "
        "Wait for one of them, or cancel one that still waits. Nothing was spent."
    )


def _not_cancellable(error: NotCancellable) -> str:
    if error.state == "released":
        return "This one is over already: its tokens are back."
    if error.state == "delivered":
        return "Too late: this picture is finished and paid."
    if error.state == "lost":
        return "This one is over already. You paid nothing for it."
    return (
        "Too late to cancel: it is being made, and the image API charges for that. You pay only if you get "
        "the picture."
    )


def _input_too_large(error: InputTooLarge) -> str:
    return (
        f"That image is too large: {error.size / 2**20:.1f} MiB. Attach one of at most "
        f"{error.limit >> 20} MiB. You weren't charged."
    )


def _input_too_many_pixels(error: InputTooManyPixels) -> str:
    return (
        f"That image is too large: {error.width} × {error.height} pixels. Attach one of at most "
        f"{error.limit // 10**6} megapixels. You weren't charged."
    )


def _input_too_small(error: InputTooSmall) -> str:
    return (
        f"That image is too small: {error.width} × {error.height} pixels. Each side needs at least "
        f"{error.shortest}. You weren't charged."
    )


def _prompt_refused(error: PromptRefused) -> str:
    said = f" It says: “{harmless(error.detail, 500)}”" if error.detail.strip() else ""
    return f"The image API refused this request.{said} Change the prompt and try again. Nothing was spent."


def _no_such_server(error: NoSuchServer) -> str:
    return (
        f"I know no server by the name “{harmless(error.name, 100)}”, or several. Choose one from the list, "
        "or give its id. Nothing was changed."
    )


REFUSALS: dict[type[EaselError], Sentence] = {
    ServerOnly: "This works in servers only: budgets belong to servers. Nothing was spent.",
    PromptMissing: "The prompt is empty: write what you want to see. Nothing was spent.",
    PromptTooLong: _prompt_too_long,
    SizeNotOffered: _size_not_offered,
    SizeAndPreset: "A preset already is a width and a height: give one or the other. Nothing was spent.",
    SeedNotOffered: _seed_not_offered,
    Frozen: _frozen,
    NoAllowance: (
        "Your roles give you nothing to spend on pictures here. The moderators can change that. "
        "Nothing was spent."
    ),
    OverBudget: _over_budget,
    TooManyInFlight: _too_many_in_flight,
    NotCancellable: _not_cancellable,
    NotYours: "Only the member who asked for this picture may do that.",
    Cancelled: "Cancelled: the held tokens are yours again. Nothing was spent.",
    PromptRefused: _prompt_refused,
    InputNotAnImage: (
        "That attachment isn't an image I can read, or it's damaged. Attach a PNG, JPEG or WebP. "
        "You weren't charged."
    ),
    InputAnimated: "I can't edit animations. Attach a still image. You weren't charged.",
    InputTooLarge: _input_too_large,
    InputTooManyPixels: _input_too_many_pixels,
    InputTooSmall: _input_too_small,
    ButtonOfAnother: "This button is for somebody else. Nothing was changed.",
    NoSuchServer: _no_such_server,
    NoSuchKind: "There's no such kind of change. Pick one from the list. Nothing was changed.",
    StillWorking: "I'm still working on your last request. Try again when it's done. Nothing was changed.",
    ButtonOutdated: "This button is from an older version of me and does nothing now. Nothing was spent.",
}
