"""Forms that moderators fill in, one answer per line."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import discord

from cogs.errors.error_hooks import ReportedModal
from cogs.quota.autocomplete import REASON_LIMIT
from cogs.quota.moderators import Interaction
from cogs.texts import Texts

FORM_SECONDS = 15 * 60  # the lifetime of Discord's token
TYPED_LIMIT = 100

Submitted = Callable[[Interaction, "Answers"], Awaitable[None]]


class Answers(dict[str, str | None]):
    """Answers by field name. None for an empty field."""

    def given(self, name: str) -> str:
        """The answer to a required field. Empty if it only has spaces, which Discord allows."""
        return self[name] or ""


@dataclass(frozen=True, slots=True)
class Field:
    """`text_id` is its name. Its description has the same ID with `-hint`, if there is one."""

    name: str
    text_id: str
    required: bool = False
    default: str | None = None
    limit: int = TYPED_LIMIT


def reason_field(*, required: bool = False) -> Field:
    return Field("reason", "quota-modal-reason-field", required=required, limit=REASON_LIMIT)


class Form(ReportedModal):
    """Calls `submitted` with the answers. `text` is shown above the fields."""

    def __init__(
        self,
        texts: Texts,
        title: str,
        fields: tuple[Field, ...],
        submitted: Submitted,
        text: str | None = None,
    ) -> None:
        super().__init__(title=title, timeout=FORM_SECONDS)
        self._submitted = submitted
        self._inputs: dict[str, discord.ui.TextInput[Any]] = {}
        if text is not None:
            self.add_item(discord.ui.TextDisplay(text))
        for field in fields:
            given: discord.ui.TextInput[Any] = discord.ui.TextInput(
                required=field.required, default=field.default, max_length=field.limit
            )
            hint = f"{field.text_id}-hint"
            self._inputs[field.name] = given
            self.add_item(
                discord.ui.Label(
                    text=texts(field.text_id),
                    description=texts(hint) if hint in texts else None,
                    component=given,
                )
            )

    async def on_submit(self, interaction: discord.Interaction[Any], /) -> None:
        answers = Answers({name: given.value.strip() or None for name, given in self._inputs.items()})
        await self._submitted(interaction, answers)
