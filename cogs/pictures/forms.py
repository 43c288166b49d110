"""The forms behind a picture's buttons, and their answers."""

import re
from collections.abc import Sequence
from dataclasses import replace

import discord

from bot.generation.library import Draft
from bot.generation.model import Generation
from bot.generation.models import FLUX_2_PRO, Preset
from cogs.buttons import ButtonId
from cogs.client import EaselClient
from cogs.errors.refusals import InvalidSeed, InvalidSize
from cogs.forms import Form, typed
from cogs.texts import Texts
from cogs.texts.formatting import one_line, pixels, truncate

Interaction = discord.Interaction[EaselClient]

MOST_IMAGES = 3  # per edit
OPTION_LABEL = 100
REASON_LIMIT = 500
SEARCH_LIMIT = 100

SIZE = re.compile(r"\s*([0-9]{1,5})\s*[x×*,; ]\s*([0-9]{1,5})\s*", re.IGNORECASE)


def parse_size(text: str) -> tuple[int, int] | Preset | None:
    """Width and height in pixels or a preset. None for empty text. Raises `InvalidSize`."""
    typed = text.strip()
    if not typed:
        return None
    match = SIZE.fullmatch(typed)
    if match is not None and match[1].isascii() and match[2].isascii():
        return int(match[1]), int(match[2])
    try:
        return Preset(typed.lower().replace(" ", "_"))
    except ValueError:
        raise InvalidSize(typed) from None


def parse_seed(text: str) -> int | None:
    """None for empty text. Raises `InvalidSeed`. The request checks whether the model accepts it."""
    typed = text.strip()
    if not typed:
        return None
    if not re.fullmatch(r"[0-9]{1,15}", typed):
        raise InvalidSeed(typed)
    return int(typed)


def remix_form(
    form_id: ButtonId,
    texts: Texts,
    draft: Draft,
    shown: Sequence[Generation] = (),
    meant: Generation | None = None,
) -> Form:
    """Prompt, size and seed, filled in from a draft. If several pictures are `shown`, also which one."""
    form = Form(form_id, texts("picture-remix-title"))
    _add_which(form, texts, shown, meant)
    form.add_text(
        "prompt",
        texts("picture-prompt-field"),
        default=draft.prompt[: FLUX_2_PRO.prompt_limit],
        limit=FLUX_2_PRO.prompt_limit,
        long=True,
    )
    form.add_text(
        "size",
        texts("picture-size-field"),
        default=_size_of(draft),
        limit=30,
        required=False,
        placeholder="1024 × 768",
    )
    form.add_text(
        "seed",
        texts("picture-seed-field"),
        default="" if draft.seed is None else str(draft.seed),
        limit=20,
        required=False,
        placeholder=texts("picture-seed-placeholder"),
    )
    return form


def remixed(interaction: Interaction, draft: Draft) -> Draft:
    """The draft with the form's changes. Raises `InvalidSize` or `InvalidSeed`."""
    answers = typed(interaction)
    size, seed = parse_size(answers.get("size", "")), parse_seed(answers.get("seed", ""))
    draft = replace(draft, prompt=answers.get("prompt", ""), seed=seed)
    if isinstance(size, Preset):
        return replace(draft, preset=size.value, width=None, height=None)
    width, height = (None, None) if size is None else size
    return replace(draft, preset=None, width=width, height=height)


def _size_of(draft: Draft) -> str:
    if draft.preset is not None:
        return str(FLUX_2_PRO.presets[Preset(draft.preset)])
    default = FLUX_2_PRO.default_size
    return pixels(draft.width or default.width, draft.height or default.height)


def edit_form(form_id: ButtonId, texts: Texts, shown: Sequence[Generation], meant: Generation) -> Form:
    """What to change, and in which picture if several are `shown`."""
    form = _edit_form(form_id, texts)
    _add_which(form, texts, shown, meant)
    return form


def edit_image_form(form_id: ButtonId, texts: Texts, names: Sequence[str]) -> Form:
    """The same for the images of any message, by name. `which` is an image's number."""
    form = _edit_form(form_id, texts)
    if len(names) > 1:
        options = [
            discord.SelectOption(label=truncate(name, OPTION_LABEL), value=str(number), default=number == 0)
            for number, name in enumerate(names)
        ]
        form.add_menu("which", texts("picture-which-field"), options)
    return form


def _edit_form(form_id: ButtonId, texts: Texts, prompt: str = "") -> Form:
    form = Form(form_id, texts("picture-edit-title"))
    form.add_text(
        "prompt",
        texts("picture-edit-field"),
        default=prompt[: FLUX_2_PRO.prompt_limit],
        limit=FLUX_2_PRO.prompt_limit,
        long=True,
        placeholder=texts("picture-edit-placeholder"),
    )
    return form


def other_images_form(form_id: ButtonId, texts: Texts, draft: Draft) -> Form:
    """The same edit with other images."""
    form = _edit_form(form_id, texts, draft.prompt)
    form.add_files("images", texts("picture-images-field"), most=MOST_IMAGES)
    return form


def delete_form(form_id: ButtonId, texts: Texts, shown: Sequence[Generation]) -> Form:
    """Asks before pictures are deleted, and which ones if several are `shown`."""
    form = Form(form_id, texts("picture-delete-title", count=len(shown)))
    form.add_note(texts("picture-delete-question", count=len(shown)))
    _add_which_ones(form, texts, shown, chosen=shown)
    return form


def remove_form(
    form_id: ButtonId, texts: Texts, shown: Sequence[Generation], meant: Generation, *, can_refund: bool
) -> Form:
    """A moderator's reason, and whether the member gets their tokens back. If several are `shown`, the one
    that was meant is preselected.
    """
    form = Form(form_id, texts("picture-remove-title"))
    prompt = truncate(one_line(meant.order.request.prompt), 200)
    form.add_note(texts("picture-remove-question", prompt=prompt))
    form.add_text("reason", texts("picture-reason-field"), limit=REASON_LIMIT)
    _add_which_ones(form, texts, shown, chosen=[meant])
    if can_refund:
        form.add_checkbox("refund", texts("picture-refund-field"))
    return form


def search_form(form_id: ButtonId, texts: Texts) -> Form:
    """Words to look for in one's own pictures."""
    form = Form(form_id, texts("history-search-title"))
    form.add_text("words", texts("history-words-field"), limit=SEARCH_LIMIT, required=False)
    return form


def picture_options(
    texts: Texts, shown: Sequence[Generation], chosen: Sequence[Generation]
) -> list[discord.SelectOption]:
    return [
        discord.SelectOption(
            label=texts("picture-option", number=number, seed=str(each.order.request.seed)),
            value=str(each.id),
            default=each in chosen,
        )
        for number, each in enumerate(shown, 1)
    ]


def _add_which(form: Form, texts: Texts, shown: Sequence[Generation], meant: Generation | None) -> None:
    if len(shown) > 1:
        options = picture_options(texts, shown, [each for each in shown if meant and each.id == meant.id])
        form.add_menu("which", texts("picture-which-field"), options)


def _add_which_ones(
    form: Form, texts: Texts, shown: Sequence[Generation], chosen: Sequence[Generation]
) -> None:
    if len(shown) > 1:
        options = picture_options(texts, shown, chosen)
        form.add_menu("which", texts("picture-which-field"), options, most=len(shown))
