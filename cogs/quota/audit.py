"""`/quota audit`: pages of who changed what, with buttons that work at any time."""

import discord

from bot.audit.kinds import parse_kind
from bot.audit.model import AuditFilter
from bot.budgets.moments import parse_past
from cogs.buttons import ButtonId, EaselButton
from cogs.client import EaselClient
from cogs.quota import words
from cogs.quota.audit_query import packed, unpacked
from cogs.quota.audit_words import PAGE, page_text
from cogs.quota.cards import Row, card
from cogs.quota.moderators import Interaction, Person, guild_of, require_moderator
from cogs.quota.services import QuotaServices


def older_id(entry_id: int, only: AuditFilter) -> ButtonId:
    """The page of what is older than that entry."""
    return ButtonId("quota", "older", 1, entry_id, packed(only))


def newer_id(entry_id: int, only: AuditFilter) -> ButtonId:
    """The page of what is newer than that entry."""
    return ButtonId("quota", "newer", 1, entry_id, packed(only))


class AuditPages:
    def __init__(self, client: EaselClient, desk: QuotaServices) -> None:
        self._desk = desk
        for button, turn in (
            (older_id(0, AuditFilter()), self.older),
            (newer_id(0, AuditFilter()), self.newer),
        ):
            client.buttons.add(button.feature, button.verb, button.version, turn)

    async def filter(
        self,
        guild_id: int,
        *,
        member: Person | None,
        moderator: Person | None,
        kind: str | None,
        since: str | None,
        until: str | None,
    ) -> AuditFilter:
        """What was asked for. Raises `InvalidMoment`."""
        zone = await self._desk.zone(guild_id) if since or until else ""
        now_ms = self._desk.now_ms()
        return AuditFilter(
            None if member is None else member.id,
            None if moderator is None else moderator.id,
            None if kind is None else parse_kind(kind),
            None if since is None else parse_past(since, now_ms, zone),
            None if until is None else parse_past(until, now_ms, zone, end=True),
        )

    async def page(
        self, guild_id: int, only: AuditFilter, *, before: int | None = None, after: int | None = None
    ) -> discord.ui.LayoutView:
        page = await self._desk.audit.page(guild_id, only, before=before, after=after, limit=PAGE)
        text = page_text(page, only)
        row = Row()
        if page.entries and page.newer:
            row.add_item(EaselButton.of(newer_id(page.entries[0].id, only), words.NEWER))
        if page.entries and page.older:
            row.add_item(EaselButton.of(older_id(page.entries[-1].id, only), words.OLDER))
        return card(text, row) if row.children else card(text)

    async def older(self, interaction: Interaction, entry_id: int) -> None:
        require_moderator(interaction)
        only = unpacked(ButtonId.of(interaction).query)
        view = await self.page(guild_of(interaction), only, before=entry_id)
        await interaction.response.edit_message(view=view)

    async def newer(self, interaction: Interaction, entry_id: int) -> None:
        require_moderator(interaction)
        only = unpacked(ButtonId.of(interaction).query)
        view = await self.page(guild_of(interaction), only, after=entry_id)
        await interaction.response.edit_message(view=view)
