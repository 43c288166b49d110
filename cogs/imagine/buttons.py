"""The buttons below pictures, and below requests that got no picture.

`cogs.pictures` handles them.
"""

from collections.abc import Sequence

import discord

from bot.errors import (
    EaselError,
    InputAnimated,
    InputNotAnImage,
    InputsGone,
    InputTooLarge,
    InputTooManyPixels,
    InputTooSmall,
    InputUnreachable,
    NoAllowance,
    OverBudget,
    PictureGone,
    PromptMissing,
    PromptRefused,
    PromptTooLong,
    SeedNotOffered,
    SizeAndPreset,
    SizeNotOffered,
    TooManyInFlight,
)
from bot.generation.library import Draft
from bot.generation.model import Generation, State
from bot.generation.models import FLUX_2_PRO, Preset
from bot.servers.refusals import PromptBlocked
from cogs.buttons import ButtonId, EaselButton
from cogs.errors.error_hooks import ReportedView
from cogs.more_tokens import ask_button
from cogs.texts import Texts
from cogs.texts.formatting import one_line, pixels, truncate

FEATURE = "pic"
LABEL = 80  # Discord's limit
PROMPT_NAMED = 50  # characters of the prompt
MOST_CANCELLED = 4

# These only work with another prompt, or another number.
ASKS_FOR_OTHER_WORDS = (PromptMissing, PromptTooLong, PromptRefused, PromptBlocked, SeedNotOffered)
# These only work with other images.
ASKS_FOR_OTHER_IMAGES = (
    InputsGone, InputNotAnImage, InputAnimated, InputTooLarge, InputTooManyPixels, InputTooSmall
)  # fmt: skip
# Trying again would change nothing.
FINAL = (PictureGone,)


def picture_id(verb: str, generation_id: int, query: str = "") -> ButtonId:
    """A button of a picture, or of a request that failed."""
    return ButtonId(FEATURE, verb, 1, generation_id, query)


def cancel_id(generation_id: int) -> ButtonId:
    return ButtonId("imagine", "cancel", 1, generation_id)


def picture_buttons(generation: Generation, texts: Texts) -> tuple[EaselButton, ...]:
    """Below a picture, or several that were ordered together."""
    number = generation.id
    private = generation.order.reply.private and generation.order.batch_id is None
    show = (EaselButton.of(picture_id("show", number), texts("picture-show-label")),) if private else ()
    return (
        EaselButton.of(picture_id("reroll", number), texts("picture-reroll-label")),
        EaselButton.of(picture_id("remix", number), texts("picture-remix-label")),
        EaselButton.of(picture_id("edit", number), texts("picture-edit-label")),
        EaselButton.of(picture_id("details", number), texts("picture-details-label")),
        EaselButton.of(
            picture_id("delete", number), texts("picture-delete-label"), discord.ButtonStyle.danger
        ),
        *show,
    )


def failure_buttons(generation: Generation, error: EaselError, texts: Texts) -> tuple[EaselButton, ...]:
    """Below the explanation why an accepted request has no picture."""
    button = ended_button(generation, type(error), texts)
    return () if button is None else (button,)


def ended_button(
    generation: Generation, kind: type[EaselError], texts: Texts, about: str = ""
) -> EaselButton | None:
    """The next step after a request that ended with an error of that kind. None if there is none.

    `about` is the prompt, if several are reported together.
    """
    if issubclass(kind, FINAL) or not generation.order.request.prompt:
        return None
    verb = "remix" if issubclass(kind, ASKS_FOR_OTHER_WORDS) else "retry"
    label = texts(f"picture-{verb}-label")
    if about:
        label = texts(f"picture-{verb}-named-label", prompt=truncate(one_line(about), PROMPT_NAMED))
    return EaselButton.of(picture_id(verb, generation.id), truncate(label, LABEL))


def refusal_buttons(
    draft_id: int,
    draft: Draft,
    error: EaselError,
    in_progress: Sequence[Generation],
    texts: Texts,
    *,
    can_ask: bool = False,
) -> discord.ui.View | None:
    """Below the explanation why a request wasn't accepted. None if there are no buttons.

    `can_ask` means that the member can ask moderators for more tokens.
    """
    if isinstance(error, FINAL):
        return None
    buttons = _ways_on(draft_id, draft, error, texts)
    if can_ask:
        buttons.append(ask_button(texts))
    if isinstance(error, TooManyInFlight):
        buttons += _cancel_buttons(in_progress, texts)
    if not buttons:
        return None
    view = ReportedView(timeout=None)
    for button in buttons:
        view.add_item(button)
    return view


def _ways_on(draft_id: int, draft: Draft, error: EaselError, texts: Texts) -> list[EaselButton]:
    match error:
        case SizeNotOffered():
            return [
                EaselButton.of(picture_id("size", draft_id, f"{width}x{height}"), pixels(width, height))
                for width, height in error.nearest
            ]
        case SizeAndPreset():
            return _either(draft_id, draft, texts)
        case InputUnreachable():
            return [_again(draft_id, texts), _other_images(draft_id, texts)]
        case _ if isinstance(error, ASKS_FOR_OTHER_IMAGES):
            return [_other_images(draft_id, texts)]
        case _ if isinstance(error, ASKS_FOR_OTHER_WORDS):
            return [EaselButton.of(picture_id("redo", draft_id), texts("picture-remix-label"))]
    return [_again(draft_id, texts)]


def _cancel_buttons(in_progress: Sequence[Generation], texts: Texts) -> list[EaselButton]:
    """For pictures that are still queued."""
    return [
        EaselButton.of(
            cancel_id(each.id),
            truncate(
                texts(
                    "picture-cancel-label",
                    prompt=truncate(one_line(each.order.request.prompt), PROMPT_NAMED),
                ),
                LABEL,
            ),
        )
        for each in in_progress[:MOST_CANCELLED]
        if each.state is State.HELD
    ]


def _again(draft_id: int, texts: Texts) -> EaselButton:
    return EaselButton.of(picture_id("again", draft_id), texts("picture-retry-label"))


def _other_images(draft_id: int, texts: Texts) -> EaselButton:
    return EaselButton.of(picture_id("swap", draft_id), texts("picture-other-images-label"))


def wants_more(error: EaselError) -> bool:
    """Whether more tokens from moderators would help, unlike with a limit for everyone."""
    return isinstance(error, NoAllowance) or (isinstance(error, OverBudget) and error.limit == "member")


def _either(draft_id: int, draft: Draft, texts: Texts) -> list[EaselButton]:
    """A button for the preset, and one for the width and height."""
    default = FLUX_2_PRO.default_size
    sides = (draft.width or default.width, draft.height or default.height)
    typed = EaselButton.of(picture_id("size", draft_id, f"{sides[0]}x{sides[1]}"), pixels(*sides))
    if draft.preset is None:
        return [typed]
    preset = Preset(draft.preset)
    label = texts(f"choice-preset-{preset.value}", size=str(FLUX_2_PRO.presets[preset]))
    return [EaselButton.of(picture_id("size", draft_id, preset.value), truncate(label, LABEL)), typed]
