"""The first answer to an interaction, and the messages that follow it.

Source: `developers/interactions/receiving-and-responding.mdx`, Interaction Response Object and Followup
Messages.
"""

from collections.abc import Sequence

from playground.discord.attachments import UploadedFile
from playground.discord.command_forms import CHAT_INPUT, INTEGER, NUMBER
from playground.discord.errors import refusal
from playground.discord.events import Events
from playground.discord.forms import Decimal, DictOf, Field, ListOf, Model, OneOf, Path, Problems, Text, Whole
from playground.discord.interactions import Interaction, Interactions, Kind
from playground.discord.locales import LOCALES
from playground.discord.message_forms import Draft, Drafting
from playground.discord.messages import (
    CHAT_INPUT_COMMAND,
    CONTEXT_MENU_COMMAND,
    EPHEMERAL,
    IS_COMPONENTS_V2,
    LOADING,
    REPLY,
    SUPPRESS_EMBEDS,
    SUPPRESS_NOTIFICATIONS,
    Message,
    reference_to,
)
from playground.discord.modal_forms import checked_modal
from playground.discord.posting import Posting
from playground.discord.users import Json
from playground.discord.world import World

NEW_MESSAGE = 4
DEFERRED_MESSAGE = 5
DEFERRED_UPDATE = 6
UPDATE_MESSAGE = 7
AUTOCOMPLETE_RESULT = 8
MODAL = 9

SETTABLE = SUPPRESS_EMBEDS | EPHEMERAL | SUPPRESS_NOTIFICATIONS | IS_COMPONENTS_V2
DATA: Path = ("data",)


class Answers:
    """Applies the bot's answers to an interaction."""

    def __init__(
        self,
        world: World,
        events: Events,
        posting: Posting,
        drafting: Drafting,
        interactions: Interactions,
    ) -> None:
        self._world = world
        self._events = events
        self._posting = posting
        self._drafting = drafting
        self._interactions = interactions

    def first(self, interaction: Interaction, body: Json, uploads: Sequence[UploadedFile]) -> Json:
        """Handles the first answer and returns the callback response. A refused body leaves it unanswered."""
        problems = Problems()
        kind = OneOf(_allowed(interaction)).check(body.get("type"), ("type",), problems)
        problems.raise_if_any()
        data = body.get("data") or {}
        if not isinstance(data, dict):
            problems.add(DATA, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
            problems.raise_if_any()
        if kind == NEW_MESSAGE:
            draft = self._drafting.new(data, uploads, interaction.channel, SETTABLE, DATA)
            interaction.original = self._post(interaction, draft)
        elif kind == DEFERRED_MESSAGE:
            interaction.original = self._post(interaction, _deferral(data))
        elif kind == UPDATE_MESSAGE:
            interaction.original = self._update(interaction, data, uploads)
        elif kind == DEFERRED_UPDATE:
            interaction.original = interaction.source
        elif kind == AUTOCOMPLETE_RESULT:
            interaction.choices = _checked_choices(interaction, data)
        elif kind == MODAL:
            interaction.modal = checked_modal(data, DATA, self._world.usable_emoji()) | {
                "id": str(interaction.id)
            }
        self._interactions.answered(interaction, kind)
        if interaction.modal:
            self._events.to_person(
                interaction.user, {"type": "MODAL", "modal": interaction.modal}, interaction.channel.guild
            )
        return self._response(interaction, kind)

    def follow(self, interaction: Interaction, body: Json, uploads: Sequence[UploadedFile]) -> Message:
        """A follow-up. The first one after a deferral fills the loading message and keeps its ephemeral
        flag.
        """
        original = interaction.original
        if original and original.loading and original.id in self._world.messages:
            self._posting.edit(original, self._drafting.edit(original, body, uploads))
            return original
        draft = self._drafting.new(body, uploads, interaction.channel, SETTABLE)
        message = self._post(interaction, draft, follows=True)
        interaction.followups.append(message)
        return message

    def message(self, interaction: Interaction, message_id: int | None) -> Message:
        """`@original` (None), a follow-up, or the message whose component was used. Raises 10008."""
        mine = [interaction.original, interaction.source, *interaction.followups]
        for message in mine[:1] if message_id is None else mine:
            if message and message.id in self._world.messages and message_id in (None, message.id):
                return message
        raise refusal(10008)

    def edit(self, message: Message, body: Json, uploads: Sequence[UploadedFile]) -> None:
        self._posting.edit(message, self._drafting.edit(message, body, uploads))

    def delete(self, message: Message) -> None:
        self._posting.delete(message)

    def _update(self, interaction: Interaction, data: Json, uploads: Sequence[UploadedFile]) -> Message:
        """Edits the message whose component was used. Raises 10008 if it's gone."""
        message = interaction.source
        if message is None or message.id not in self._world.messages:
            raise refusal(10008)
        self._posting.edit(message, self._drafting.edit(message, data, uploads, DATA))
        return message

    def _post(self, interaction: Interaction, draft: Draft, *, follows: bool = False) -> Message:
        ephemeral = draft.flags & EPHEMERAL
        facts: Json = {
            "application_id": str(self._world.application.id),
            "webhook_id": str(self._world.application.id),
            "interaction_metadata": interaction.metadata(),
        }
        asked = (interaction.trigger or interaction).data
        kind = CHAT_INPUT_COMMAND if asked.get("type") == CHAT_INPUT else CONTEXT_MENU_COMMAND
        replied_to = interaction.original if follows else interaction.source
        if replied_to:
            kind = REPLY
            facts["message_reference"] = reference_to(replied_to)
        elif interaction.kind is Kind.COMMAND and not follows:
            facts["interaction"] = {
                "id": str(interaction.id),
                "type": int(interaction.kind),
                "name": interaction.command,
                "user": interaction.user.payload(),
            }
        if follows and interaction.original:
            facts["interaction_metadata"]["original_response_message_id"] = str(interaction.original.id)
        return self._posting.create(
            interaction.channel,
            self._world.bot,
            draft,
            kind=kind,
            visible_to=interaction.user if ephemeral else None,
            facts=facts,
        )

    def _response(self, interaction: Interaction, kind: int) -> Json:
        about: Json = {"id": str(interaction.id), "type": int(interaction.kind)}
        response: Json = {"interaction": about}
        about["channel_id"] = str(interaction.channel.id)
        if interaction.channel.guild:
            about["guild_id"] = str(interaction.channel.guild.id)
        message = interaction.original
        if message:
            about["response_message_id"] = str(message.id)
            about["response_message_loading"] = message.loading
            about["response_message_ephemeral"] = message.ephemeral
        if message and kind in (NEW_MESSAGE, UPDATE_MESSAGE):
            response["resource"] = {"type": kind, "message": self._world.message_payload(message)}
        return response


def _allowed(interaction: Interaction) -> tuple[int, ...]:
    """The answers that an interaction of this kind can get."""
    if interaction.kind is Kind.AUTOCOMPLETE:
        return (AUTOCOMPLETE_RESULT,)
    if interaction.kind is Kind.COMMAND:
        return (NEW_MESSAGE, DEFERRED_MESSAGE, MODAL)
    updates = (DEFERRED_UPDATE, UPDATE_MESSAGE) if interaction.source else ()
    modal = () if interaction.kind is Kind.MODAL else (MODAL,)
    return (NEW_MESSAGE, DEFERRED_MESSAGE, *updates, *modal)


def _deferral(data: Json) -> Draft:
    """A deferral has no content, and EPHEMERAL is its only flag."""
    problems = Problems()
    flags: int = Whole(0, 2**31 - 1).check(data.get("flags") or 0, ("data", "flags"), problems)
    if flags & ~EPHEMERAL:
        problems.add(("data", "flags"), "BASE_TYPE_CHOICES", f"Value must be one of {{{EPHEMERAL}}}.")
    problems.raise_if_any()
    return Draft(flags=flags | LOADING)


def _checked_choices(interaction: Interaction, data: Json) -> list[Json]:
    """At most 25 choices whose values fit the option being typed."""
    kind = _focused_kind(interaction.data)
    value: Field = Whole() if kind == INTEGER else Decimal() if kind == NUMBER else Text(most=100)
    name = Text(1, 100)
    choice = Model(
        {"name": name, "name_localizations": DictOf(LOCALES, name), "value": value},
        required=("name", "value"),
    )
    problems = Problems()
    choices: list[Json] = ListOf(choice, most=25).check(
        data.get("choices") or [], ("data", "choices"), problems
    )
    problems.raise_if_any()
    return [{"name": choice["name"], "value": choice["value"]} for choice in choices]


def _focused_kind(data: Json) -> int | None:
    for option in data.get("options") or []:
        if option.get("focused"):
            kind: int = option["type"]
            return kind
        nested = _focused_kind(option)
        if nested is not None:
            return nested
    return None
