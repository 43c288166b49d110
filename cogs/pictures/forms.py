"""The forms behind the buttons of a picture."""

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

import discord

from bot.generation.library import Draft
from bot.generation.model import Generation
from bot.generation.models import FLUX_2_PRO, Preset
from cogs.client import EaselClient
from cogs.errors.error_hooks import ReportedModal
from cogs.errors.refusals import InvalidSeed, InvalidSize
from cogs.texts import Texts
from cogs.texts.formatting import one_line, pixels, truncate

Interaction = discord.Interaction[EaselClient]

FORM_SECONDS = 15 * 60  # as long as Discord keeps its token
OPTION_LABEL = 100
REASON_LIMIT = 500

SIZE = re.compile(r"\s*([0-9]{1,5})\s*[x×*,; ]\s*([0-9]{1,5})\s*", re.IGNORECASE)


def parse_size(text: str) -> tuple[int, int] | Preset | None:
    """Width and height in pixels or a preset, None for nothing. Raises `InvalidSize`."""
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
    """None for nothing. Raises `InvalidSeed`. Whether the model takes it is checked with the request."""
    typed = text.strip()
    if not typed:
        return None
    if not re.fullmatch(r"[0-9]{1,15}", typed):
        raise InvalidSeed(typed)
    return int(typed)


class RemixForm(ReportedModal):
    """Prompt, size and seed, filled in from a draft."""

    def __init__(
        self, texts: Texts, draft: Draft, submit: Callable[[Interaction, Draft], Awaitable[None]]
    ) -> None:
        super().__init__(title=texts("picture-remix-title"), timeout=FORM_SECONDS)
        self._draft = draft
        self._submit = submit
        self._prompt: discord.ui.TextInput[Any] = discord.ui.TextInput(
            style=discord.TextStyle.paragraph,
            default=draft.prompt[: FLUX_2_PRO.prompt_limit] or None,
            max_length=FLUX_2_PRO.prompt_limit,
        )
        self._size: discord.ui.TextInput[Any] = discord.ui.TextInput(
            required=False, default=_size_of(draft) or None, placeholder="1024 × 768", max_length=30
        )
        self._seed: discord.ui.TextInput[Any] = discord.ui.TextInput(
            required=False,
            default=None if draft.seed is None else str(draft.seed),
            placeholder=texts("picture-seed-placeholder"),
            max_length=20,
        )
        for field, component in (
            ("picture-prompt-field", self._prompt),
            ("picture-size-field", self._size),
            ("picture-seed-field", self._seed),
        ):
            self.add_item(discord.ui.Label(text=texts(field), component=component))

    async def on_submit(self, interaction: discord.Interaction[Any], /) -> None:
        draft = replace(self._draft, prompt=self._prompt.value)
        size, seed = parse_size(self._size.value), parse_seed(self._seed.value)
        if isinstance(size, Preset):
            draft = replace(draft, preset=size.value, width=None, height=None)
        else:
            width, height = (None, None) if size is None else size
            draft = replace(draft, preset=None, width=width, height=height)
        await self._submit(interaction, replace(draft, seed=seed))


def _size_of(draft: Draft) -> str:
    if draft.preset is not None:
        return str(FLUX_2_PRO.presets[Preset(draft.preset)])
    default = FLUX_2_PRO.default_size
    return pixels(draft.width or default.width, draft.height or default.height)


class EditForm(ReportedModal):
    """What to change, and in which picture if there are several."""

    def __init__(
        self,
        texts: Texts,
        names: Sequence[str],
        submit: Callable[[Interaction, str, int], Awaitable[None]],
    ) -> None:
        """`names` are those of the pictures. `submit` gets the prompt and the number of the picture."""
        super().__init__(title=texts("picture-edit-title"), timeout=FORM_SECONDS)
        self._submit = submit
        self._prompt: discord.ui.TextInput[Any] = discord.ui.TextInput(
            style=discord.TextStyle.paragraph,
            placeholder=texts("picture-edit-placeholder"),
            max_length=FLUX_2_PRO.prompt_limit,
        )
        self.add_item(discord.ui.Label(text=texts("picture-edit-field"), component=self._prompt))
        self._which: discord.ui.Select[Any] | None = None
        if len(names) > 1:
            options = [
                discord.SelectOption(
                    label=truncate(name, OPTION_LABEL), value=str(number), default=number == 0
                )
                for number, name in enumerate(names[:25])
            ]
            self._which = discord.ui.Select(options=options)
            self.add_item(discord.ui.Label(text=texts("picture-which-field"), component=self._which))

    async def on_submit(self, interaction: discord.Interaction[Any], /) -> None:
        chosen = self._which.values if self._which is not None else []
        await self._submit(interaction, self._prompt.value, int(chosen[0]) if chosen else 0)


class DeleteForm(ReportedModal):
    """Asks before a picture is deleted."""

    def __init__(self, texts: Texts, submit: Callable[[Interaction], Awaitable[None]]) -> None:
        super().__init__(title=texts("picture-delete-title"), timeout=FORM_SECONDS)
        self._submit = submit
        self.add_item(discord.ui.TextDisplay(texts("picture-delete-question")))

    async def on_submit(self, interaction: discord.Interaction[Any], /) -> None:
        await self._submit(interaction)


class RemoveForm(ReportedModal):
    """A moderator's reason, and whether the member gets the tokens back."""

    def __init__(
        self,
        texts: Texts,
        picture: Generation,
        submit: Callable[[Interaction, str, bool], Awaitable[None]],
        *,
        can_refund: bool,
    ) -> None:
        super().__init__(title=texts("picture-remove-title"), timeout=FORM_SECONDS)
        self._submit = submit
        prompt = truncate(one_line(picture.order.request.prompt), 200)
        self._reason: discord.ui.TextInput[Any] = discord.ui.TextInput(max_length=REASON_LIMIT)
        self.add_item(discord.ui.TextDisplay(texts("picture-remove-question", prompt=prompt)))
        self.add_item(discord.ui.Label(text=texts("picture-reason-field"), component=self._reason))
        self._refund: discord.ui.Checkbox[Any] | None = None
        if can_refund:
            self._refund = discord.ui.Checkbox()
            self.add_item(discord.ui.Label(text=texts("picture-refund-field"), component=self._refund))

    async def on_submit(self, interaction: discord.Interaction[Any], /) -> None:
        refund = self._refund is not None and bool(self._refund.value)
        await self._submit(interaction, self._reason.value.strip(), refund)


class HistoryForm(ReportedModal):
    """What to look for in one's own pictures."""

    def __init__(self, texts: Texts, submit: Callable[[Interaction, str], Awaitable[None]]) -> None:
        super().__init__(title=texts("history-search-title"), timeout=FORM_SECONDS)
        self._submit = submit
        self._words: discord.ui.TextInput[Any] = discord.ui.TextInput(required=False, max_length=100)
        self.add_item(discord.ui.Label(text=texts("history-words-field"), component=self._words))

    async def on_submit(self, interaction: discord.Interaction[Any], /) -> None:
        await self._submit(interaction, self._words.value)
