"""Hosts' actions on a contest."""

import discord
from discord.app_commands import Choice

from bot.budgets.amounts import parse_amount
from bot.budgets.moments import parse_moment
from bot.contests.model import Contest
from bot.contests.refusals import NoSuchEntry
from cogs.contests.cards import card, full_time, text, title
from cogs.contests.services import OFFERED, ContestServices, Interaction, person_of, suggestion
from cogs.members import guild_id
from cogs.texts import private_texts
from cogs.texts.formatting import role, worth


class Hosting:
    def __init__(self, services: ContestServices) -> None:
        self._services = services

    async def extend(self, interaction: Interaction, contest: Contest, until: str) -> None:
        here = guild_id(interaction)
        until_ms = parse_moment(until, self._services.now_ms(), await self._services.zone(here))
        await interaction.response.defer(ephemeral=True, thinking=True)
        extended = await self._services.contests.extend(here, contest.id, person_of(interaction), until_ms)
        schedule = extended.settings.schedule
        await self._say(
            interaction,
            private_texts(interaction)(
                "contest-extended",
                title=title(extended),
                phase=extended.phase.value,
                until=full_time(schedule.ends_at_ms(extended.phase) or until_ms),
                votes=full_time(schedule.votes_until_ms),
            ),
        )

    async def close(self, interaction: Interaction, contest: Contest) -> None:
        """Ends the contest's current phase."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        after = await self._services.contests.end_phase(
            contest.guild_id, contest.id, person_of(interaction), contest.phase
        )
        said = private_texts(interaction)("contest-moved", title=title(after), phase=after.phase.value)
        await self._say(interaction, said)

    async def cancel(self, interaction: Interaction, contest: Contest, reason: str) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await self._services.contests.cancel(contest.guild_id, contest.id, person_of(interaction), reason)
        await self._say(interaction, private_texts(interaction)("contest-cancelled", title=title(contest)))

    async def disqualify(
        self, interaction: Interaction, contest: Contest, number: int, reason: str, *, move_up: bool
    ) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        here, person = contest.guild_id, person_of(interaction)
        done = await self._services.contests.disqualify(
            here, contest.id, person, number, reason, move_up=move_up
        )
        texts = private_texts(interaction)
        said = texts(
            "contest-disqualified",
            number=number,
            title=title(contest),
            after=done.disqualification.after_close,
            moved=done.disqualification.moved_up,
            prize="none" if not done.paid else "taken" if done.taken_back else "spent",
            taken=worth(texts, done.taken_back),
        )
        await self._say(interaction, said)

    async def edit(
        self,
        interaction: Interaction,
        contest: Contest,
        description: str | None,
        channel_id: int | None,
        typed_prizes: tuple[str | None, str | None, str | None],
    ) -> None:
        before = contest.settings.prizes
        prizes = [
            (before[place] if place < len(before) else 0) if typed is None else parse_amount(typed)
            for place, typed in enumerate(typed_prizes)
        ]
        while prizes and not prizes[-1]:
            prizes.pop()
        await interaction.response.defer(ephemeral=True, thinking=True)
        await self._services.contests.edit(
            contest.guild_id,
            contest.id,
            person_of(interaction),
            description=description,
            channel_id=channel_id,
            prizes=prizes if any(typed_prizes) else None,
        )
        await self._say(interaction, private_texts(interaction)("contest-edited", title=title(contest)))

    async def set_hosts(self, interaction: Interaction, chosen: discord.Role | None) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        here = guild_id(interaction)
        role_id = None if chosen is None or chosen.id == here else chosen.id
        await self._services.contests.set_hosts_role(here, person_of(interaction), role_id)
        said = private_texts(interaction)(
            "contest-hosts-set", has_role=role_id is not None, role=role(role_id or 0)
        )
        await self._say(interaction, said)

    async def offer_entries(
        self, interaction: Interaction, typed: str, contest: Contest
    ) -> list[Choice[int]]:
        """Entry numbers, only for hosts."""
        await self._services.contests.check_host(contest.guild_id, person_of(interaction))
        after = int(typed) - 1 if typed.isascii() and typed.isdecimal() else 0
        try:
            found = await self._services.contests.numbered(contest.guild_id, contest.id, after=after)
        except NoSuchEntry:
            return []
        texts = private_texts(interaction)
        return [
            Choice(
                name=suggestion(texts("contest-entry-choice", number=entry.number), "").name,
                value=entry.number,
            )
            for entry in found[:OFFERED]
            if entry.number is not None and entry.disqualified is None
        ]

    async def _say(self, interaction: Interaction, said: str) -> None:
        await interaction.edit_original_response(view=card(text(said)))
