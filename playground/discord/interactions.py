"""Interactions, from a person's click to the bot's last answer.

Source: `developers/interactions/receiving-and-responding.mdx`.
"""

import asyncio
import base64
import secrets
from dataclasses import dataclass, field
from enum import IntEnum

from playground.discord.access import effective_permissions
from playground.discord.command_forms import MESSAGE
from playground.discord.errors import refusal
from playground.discord.events import Events
from playground.discord.guilds import Channel
from playground.discord.messages import Message
from playground.discord.permissions import IN_DIRECT_MESSAGES
from playground.discord.users import Json, User
from playground.discord.world import World


class Kind(IntEnum):
    """Interaction types."""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL = 5


FAILED = {
    Kind.COMMAND: "The application did not respond",
    Kind.COMPONENT: "This interaction failed",
    Kind.AUTOCOMPLETE: "Loading options failed",
    Kind.MODAL: "Something went wrong. Try again.",
}
"""The text that Discord's client shows when no answer came in time."""


@dataclass(eq=False)
class Interaction:
    """One interaction. `source` is the message whose component was used, `trigger` the interaction that
    opened the modal.

    `answer` is the callback type of the first answer, `original` the message behind `@original`.
    """

    id: int
    token: str = field(repr=False)
    kind: Kind
    user: User
    channel: Channel
    data: Json
    created_at: float
    command: str = ""
    source: Message | None = None
    trigger: "Interaction | None" = None
    answer: int | None = None
    answered_at: float | None = None
    failed: str | None = None
    original: Message | None = None
    followups: list[Message] = field(default_factory=list)
    choices: list[Json] = field(default_factory=list)
    modal: Json | None = None
    settled: asyncio.Event = field(default_factory=asyncio.Event)

    def metadata(self) -> Json:
        """`interaction_metadata` of the resulting messages."""
        metadata: Json = {
            "id": str(self.id),
            "type": int(self.kind),
            "user": self.user.payload(),
            "authorizing_integration_owners": installed_by(self.channel),
        }
        if self.command:
            # Undocumented, but clients show it above the message.
            metadata["name"] = self.command
        target = self.data.get("target_id")
        if target and self.data["type"] == MESSAGE:
            metadata["target_message_id"] = target
        elif target:
            metadata["target_user"] = self.data["resolved"]["users"][target]
        if self.source:
            metadata["interacted_message_id"] = str(self.source.id)
        if self.trigger:
            metadata["triggering_interaction_metadata"] = self.trigger.metadata()
            metadata.pop("interacted_message_id", None)
        return metadata


def installed_by(channel: Channel) -> Json:
    """`authorizing_integration_owners`: the guild, or "0" in a direct message with the bot."""
    return {"0": str(channel.guild.id) if channel.guild else "0"}


def make_interaction_token(interaction_id: int) -> str:
    raw = f"interaction:{interaction_id}:{secrets.token_urlsafe(96)}"
    return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")


class Interactions:
    """Starts interactions, enforces their deadlines and knows their tokens."""

    def __init__(self, world: World, events: Events) -> None:
        self._world = world
        self._events = events
        self._by_token: dict[str, Interaction] = {}
        self._deadlines: dict[int, asyncio.TimerHandle] = {}

    def start(
        self,
        kind: Kind,
        user: User,
        channel: Channel,
        data: Json,
        *,
        command: str = "",
        source: Message | None = None,
        trigger: Interaction | None = None,
    ) -> Interaction:
        """Sends INTERACTION_CREATE. The interaction fails if there's no answer before the deadline."""
        interaction_id = self._world.ids.next()
        interaction = Interaction(
            id=interaction_id,
            token=make_interaction_token(interaction_id),
            kind=kind,
            user=user,
            channel=channel,
            data=data,
            created_at=self._world.clock(),
            command=command,
            source=source,
            trigger=trigger,
        )
        self._forget_expired()
        self._by_token[interaction.token] = interaction
        self._deadlines[interaction.id] = asyncio.get_running_loop().call_later(
            self._world.limits.ack_seconds, self._expire, interaction
        )
        self._events.to_bot("INTERACTION_CREATE", self._payload(interaction), channel.guild)
        return interaction

    def to_answer(self, interaction_id: int, token: str) -> Interaction:
        """An interaction that's waiting for its first answer. Raises 10062, 40060."""
        interaction = self._by_token.get(token)
        if interaction is None or interaction.id != interaction_id:
            raise refusal(10062)
        if interaction.answer is not None:
            raise refusal(40060)
        late = self._world.clock() > interaction.created_at + self._world.limits.ack_seconds
        if late or interaction.failed:
            raise refusal(10062)
        return interaction

    def to_follow(self, application_id: int, token: str) -> Interaction:
        """An answered interaction with a valid token. Raises 50027, 10015."""
        interaction = self._by_token.get(token)
        if application_id != self._world.application.id:
            raise refusal(10015)
        if interaction is None or interaction.failed or self._expired(interaction):
            raise refusal(50027)
        if interaction.answer is None:
            raise refusal(10015)
        return interaction

    def answered(self, interaction: Interaction, answer: int) -> None:
        """Records the first answer."""
        interaction.answer = answer
        interaction.answered_at = self._world.clock()
        self._settle(interaction)
        seconds = interaction.answered_at - interaction.created_at
        if interaction.kind is not Kind.AUTOCOMPLETE:
            self._events.to_person(
                interaction.user,
                {"type": "INTERACTION_ANSWERED", "interaction_id": str(interaction.id), "seconds": seconds},
            )

    def close(self) -> None:
        """Cancels the deadlines."""
        for deadline in self._deadlines.values():
            deadline.cancel()
        self._deadlines.clear()

    def _expire(self, interaction: Interaction) -> None:
        interaction.failed = FAILED[interaction.kind]
        self._settle(interaction)
        if interaction.kind is not Kind.AUTOCOMPLETE:
            self._events.to_person(
                interaction.user,
                {
                    "type": "INTERACTION_FAILED",
                    "interaction_id": str(interaction.id),
                    "channel_id": str(interaction.channel.id),
                    "sentence": interaction.failed,
                },
            )

    def _settle(self, interaction: Interaction) -> None:
        deadline = self._deadlines.pop(interaction.id, None)
        if deadline:
            deadline.cancel()
        interaction.settled.set()

    def _expired(self, interaction: Interaction) -> bool:
        age = self._world.clock() - interaction.created_at
        return age > self._world.limits.interaction_token_seconds

    def _forget_expired(self) -> None:
        for token, interaction in list(self._by_token.items()):
            if not self._expired(interaction):
                return
            del self._by_token[token]

    def _payload(self, interaction: Interaction) -> Json:
        """The interaction object with every documented field."""
        world, channel, user = self._world, interaction.channel, interaction.user
        guild = channel.guild
        permissions = str(int(effective_permissions(channel, user)))
        payload: Json = {
            "id": str(interaction.id),
            "application_id": str(world.application.id),
            "type": int(interaction.kind),
            "token": interaction.token,
            "version": 1,
            "data": interaction.data,
            "channel_id": str(channel.id),
            "channel": channel.payload() | ({"permissions": permissions} if guild else {}),
            "locale": user.locale,
            "entitlements": [],
            "authorizing_integration_owners": installed_by(channel),
            "context": 0 if guild else 1,
            "attachment_size_limit": world.file_limit(guild),
        }
        if guild:
            payload |= {
                "guild_id": str(guild.id),
                "guild": {"id": str(guild.id), "locale": guild.preferred_locale, "features": []},
                "guild_locale": guild.preferred_locale,
                "member": guild.members[user.id].payload() | {"permissions": permissions},
                "app_permissions": str(int(effective_permissions(channel, world.bot))),
            }
        else:
            payload |= {"user": user.payload(), "app_permissions": str(int(IN_DIRECT_MESSAGES))}
        if interaction.source:
            payload["message"] = world.message_payload(interaction.source)
        return payload
