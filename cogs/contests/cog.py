"""The commands under `/contest`, the command in a picture's menu, and the contest's own buttons."""

import io
from typing import Any

import discord
from discord import app_commands
from discord.app_commands import Choice, Range
from discord.ext import commands

from bot.budgets.amounts import parse_amount
from bot.budgets.moments import parse_moment
from bot.contests.model import Contest, ContestSettings, Phase, Schedule, TieRule
from bot.contests.rules import (
    DESCRIPTION_LIMIT,
    MOST_COOLDOWN,
    MOST_DAYS,
    MOST_ENTRIES_PER_MEMBER,
    MOST_PICKS,
    MOST_QUORUM,
    REASON_LIMIT,
    THEME_LIMIT,
    TITLE_LIMIT,
)
from bot.errors import Refused
from cogs.client import EaselClient
from cogs.contests import audit, ids
from cogs.contests.cards import card, contest_card, list_text, rules_text, text
from cogs.contests.drafts import Drafts
from cogs.contests.entering import Entering
from cogs.contests.hosting import Hosting
from cogs.contests.results import fitting, own_lines, results_card
from cogs.contests.services import OVER, ContestServices, Interaction, person_of
from cogs.contests.voting import Voting
from cogs.members import guild_id
from cogs.texts import private_texts
from cogs.texts.formatting import truncate
from cogs.texts.translator import choice

Typed = Range[str, 1, 100]
TIES = [choice(f"choice-ties-{rule.value}", rule.value) for rule in TieRule]
CLOSED = (Phase.CLOSED,)
JUDGED = (Phase.VOTING, Phase.CLOSED)
ALL = tuple(Phase)
LISTED_OVER = 5
SHOWN = 3_800

audit.register()


class TextChannel(app_commands.Transformer):
    """A text channel of this server, only read from the interaction, since the cache can still be empty."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        return [discord.ChannelType.text, discord.ChannelType.news]

    async def transform(
        self, _: discord.Interaction[Any], value: app_commands.AppCommandChannel, /
    ) -> app_commands.AppCommandChannel:
        return value


AnyTextChannel = app_commands.Transform[app_commands.AppCommandChannel, TextChannel]


class ContestCommands(commands.GroupCog, group_name="contest"):
    def __init__(self, client: EaselClient, services: ContestServices) -> None:
        self._client = client
        self._services = services
        self._drafts = Drafts(client, services)
        self._entering = Entering(client, services)
        self._voting = Voting(client, services)
        self._hosting = Hosting(services)
        self._menu = self._entering.menu()
        for button, press in ((ids.rules_id(0), self.rules), (ids.place_id(0, 0), self.place)):
            client.buttons.add(button.feature, button.verb, button.version, press)
        super().__init__()

    async def cog_load(self) -> None:
        self._client.tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        self._client.tree.remove_command(self._menu.name, type=self._menu.type)

    # For hosts.

    @app_commands.command(name="create")
    @app_commands.choices(ties=TIES)
    async def create(  # noqa: PLR0917 - Discord's options, by name
        self,
        interaction: Interaction,
        title: Range[str, 1, TITLE_LIMIT],
        theme: Range[str, 1, THEME_LIMIT],
        entries_until: Typed,
        votes_until: Typed,
        opens: Typed | None = None,
        description: Range[str, 1, DESCRIPTION_LIMIT] | None = None,
        channel: AnyTextChannel | None = None,
        entries_per_member: Range[int, 1, MOST_ENTRIES_PER_MEMBER] = 1,
        picks: Range[int, 1, MOST_PICKS] | None = None,
        prize_1: Typed | None = None,
        prize_2: Typed | None = None,
        prize_3: Typed | None = None,
        winner_role: discord.Role | None = None,
        winner_role_for: Typed | None = None,
        entrants_role: discord.Role | None = None,
        voters_role: discord.Role | None = None,
        min_days_in_server: Range[int, 0, MOST_DAYS] = 0,
        anonymous: bool = True,
        public_entries: bool = False,
        quorum: Range[int, 1, MOST_QUORUM] | None = None,
        ties: str = TieRule.SHARE.value,
        cooldown: Range[int, 0, MOST_COOLDOWN] = 0,
        pool: Typed | None = None,
        pool_per_member: Typed | None = None,
        host_may_take_part: bool = False,
    ) -> None:
        here, now_ms = guild_id(interaction), self._services.now_ms()
        await self._services.contests.check_host(here, person_of(interaction))
        zone = await self._services.zone(here)
        prizes = [parse_amount(prize or "0") for prize in (prize_1, prize_2, prize_3)]
        while prizes and not prizes[-1]:
            prizes.pop()
        assert interaction.channel_id is not None, "every interaction of a server has a channel"
        settings = ContestSettings(
            title=title.strip(),
            theme=theme.strip(),
            channel_id=interaction.channel_id if channel is None else channel.id,
            schedule=Schedule(
                now_ms if opens is None else parse_moment(opens, now_ms, zone, end=False),
                parse_moment(entries_until, now_ms, zone),
                parse_moment(votes_until, now_ms, zone),
            ),
            description=description,
            entries_per_member=entries_per_member,
            picks=picks,
            prizes=tuple(prizes),
            winner_role_id=None if winner_role is None else winner_role.id,
            winner_role_for_ms=(
                None if winner_role_for is None else parse_moment(winner_role_for, now_ms, zone) - now_ms
            ),
            entrants_role_id=None if entrants_role is None else entrants_role.id,
            voters_role_id=None if voters_role is None else voters_role.id,
            min_days_in_server=min_days_in_server,
            anonymous=anonymous,
            public_entries=public_entries,
            quorum=quorum,
            ties=TieRule(ties),
            cooldown=cooldown,
            pool=0 if pool is None else parse_amount(pool),
            pool_per_member=None if pool_per_member is None else parse_amount(pool_per_member),
            host_may_take_part=host_may_take_part,
        )
        await self._drafts.prepare(interaction, settings)

    @app_commands.command(name="extend")
    async def extend(self, interaction: Interaction, until: Typed, contest: Typed | None = None) -> None:
        await self._hosting.extend(interaction, await self._services.meant(interaction, contest), until)

    @app_commands.command(name="close")
    async def close(self, interaction: Interaction, contest: Typed | None = None) -> None:
        await self._hosting.close(interaction, await self._services.meant(interaction, contest))

    @app_commands.command(name="cancel")
    async def cancel(
        self, interaction: Interaction, reason: Range[str, 1, REASON_LIMIT], contest: Typed | None = None
    ) -> None:
        await self._hosting.cancel(interaction, await self._services.meant(interaction, contest), reason)

    @app_commands.command(name="disqualify")
    async def disqualify(
        self,
        interaction: Interaction,
        entry: Range[int, 1, 500],
        reason: Range[str, 1, REASON_LIMIT],
        contest: Typed | None = None,
        move_up: bool = False,
    ) -> None:
        meant = await self._judged(interaction, contest)
        await self._hosting.disqualify(interaction, meant, entry, reason, move_up=move_up)

    @app_commands.command(name="edit")
    async def edit(  # noqa: PLR0917 - Discord's options, by name
        self,
        interaction: Interaction,
        description: Range[str, 1, DESCRIPTION_LIMIT] | None = None,
        channel: AnyTextChannel | None = None,
        prize_1: Typed | None = None,
        prize_2: Typed | None = None,
        prize_3: Typed | None = None,
        contest: Typed | None = None,
    ) -> None:
        meant = await self._services.meant(interaction, contest)
        channel_id = None if channel is None else channel.id
        await self._hosting.edit(interaction, meant, description, channel_id, (prize_1, prize_2, prize_3))

    @app_commands.command(name="hosts")
    async def hosts(self, interaction: Interaction, role: discord.Role | None = None) -> None:
        await self._hosting.set_hosts(interaction, role)

    # For everybody.

    @app_commands.command(name="list")
    async def list_contests(self, interaction: Interaction) -> None:
        here = guild_id(interaction)
        running = await self._services.contests.contests(here)
        over = await self._services.contests.contests(here, OVER, limit=LISTED_OVER)
        view = card(text(truncate(list_text(private_texts(interaction), running, over), SHOWN)))
        await interaction.response.send_message(view=view, ephemeral=True)

    @app_commands.command(name="show")
    async def show(self, interaction: Interaction, contest: Typed | None = None) -> None:
        meant = await self._services.meant(interaction, contest)
        view = contest_card(meant, private_texts(interaction))
        await interaction.response.send_message(view=view, ephemeral=True)

    @app_commands.command(name="enter")
    async def enter(self, interaction: Interaction, picture: Typed, contest: Typed | None = None) -> None:
        meant = await self._services.meant(interaction, contest, (Phase.OPEN,))
        await self._entering.from_command(interaction, meant, picture)

    @app_commands.command(name="withdraw")
    async def withdraw(self, interaction: Interaction, contest: Typed | None = None) -> None:
        await self._entering.withdraw(
            interaction, await self._services.meant(interaction, contest, (Phase.OPEN,))
        )

    @app_commands.command(name="vote")
    async def vote(self, interaction: Interaction, contest: Typed | None = None) -> None:
        meant = await self._services.meant(interaction, contest, (Phase.VOTING,))
        await self._voting.open(interaction, meant.id)

    @app_commands.command(name="results")
    async def results(self, interaction: Interaction, contest: Typed | None = None) -> None:
        meant = await self._services.meant(interaction, contest, CLOSED)
        await interaction.response.defer(ephemeral=True, thinking=True)
        results = await self._services.contests.results(meant.guild_id, meant.id)
        view = results_card(results, 0, private_texts(interaction), None)
        await interaction.edit_original_response(view=view)

    @app_commands.command(name="record")
    async def record(self, interaction: Interaction, contest: Typed | None = None) -> None:
        meant = await self._services.meant(interaction, contest, CLOSED)
        await interaction.response.defer(ephemeral=True, thinking=True)
        record = await self._services.contests.record(meant.guild_id, meant.id)
        file = discord.File(io.BytesIO(record), f"contest-{meant.id}.json")
        said = private_texts(interaction)("contest-record", file=file.filename)
        await interaction.edit_original_response(content=said, attachments=[file])

    # Buttons.

    async def rules(self, interaction: Interaction, contest_id: int) -> None:
        """Shows a member all rules of a contest."""
        contest = await self._services.contests.get(guild_id(interaction), contest_id)
        said = rules_text(contest, private_texts(interaction), contest.host_ids)
        await interaction.response.send_message(view=card(text(truncate(said, SHOWN))), ephemeral=True)

    async def place(self, interaction: Interaction, contest_id: int) -> None:
        """The results of a member's own entries."""
        here, texts = guild_id(interaction), private_texts(interaction)
        results = await self._services.contests.results(here, contest_id)
        standings = await self._services.contests.own_standings(here, contest_id, interaction.user.id)
        lines = own_lines(results, standings, texts) or [texts("contest-place-none")]
        await interaction.response.send_message(
            view=card(text(*fitting(texts, lines, SHOWN))), ephemeral=True
        )

    # Suggestions.

    @create.autocomplete("entries_until")
    @create.autocomplete("votes_until")
    @create.autocomplete("opens")
    @create.autocomplete("winner_role_for")
    @extend.autocomplete("until")
    async def offer_moments(self, interaction: Interaction, typed: str) -> list[Choice[str]]:
        return await self._services.offer_moments(interaction, typed)

    @create.autocomplete("prize_1")
    @create.autocomplete("prize_2")
    @create.autocomplete("prize_3")
    @create.autocomplete("pool")
    @create.autocomplete("pool_per_member")
    @edit.autocomplete("prize_1")
    @edit.autocomplete("prize_2")
    @edit.autocomplete("prize_3")
    async def offer_amounts(self, interaction: Interaction, typed: str) -> list[Choice[str]]:
        return await self._services.offer_amounts(interaction, typed)

    @extend.autocomplete("contest")
    @close.autocomplete("contest")
    @cancel.autocomplete("contest")
    @edit.autocomplete("contest")
    async def offer_running(self, interaction: Interaction, typed: str) -> list[Choice[str]]:
        return await self._services.offer_contests(interaction, typed)

    @enter.autocomplete("contest")
    @withdraw.autocomplete("contest")
    async def offer_open(self, interaction: Interaction, typed: str) -> list[Choice[str]]:
        return await self._services.offer_contests(interaction, typed, (Phase.OPEN,))

    @vote.autocomplete("contest")
    async def offer_voting(self, interaction: Interaction, typed: str) -> list[Choice[str]]:
        return await self._services.offer_contests(interaction, typed, (Phase.VOTING,))

    @disqualify.autocomplete("contest")
    async def offer_judged(self, interaction: Interaction, typed: str) -> list[Choice[str]]:
        return await self._services.offer_contests(interaction, typed, JUDGED)

    @results.autocomplete("contest")
    @record.autocomplete("contest")
    async def offer_over(self, interaction: Interaction, typed: str) -> list[Choice[str]]:
        return await self._services.offer_contests(interaction, typed, CLOSED)

    @show.autocomplete("contest")
    async def offer_all(self, interaction: Interaction, typed: str) -> list[Choice[str]]:
        return await self._services.offer_contests(interaction, typed, ALL)

    @enter.autocomplete("picture")
    async def offer_pictures(self, interaction: Interaction, typed: str) -> list[Choice[str]]:
        typed_contest = getattr(interaction.namespace, "contest", None)
        try:
            meant = await self._services.meant(interaction, typed_contest, (Phase.OPEN,))
        except Refused:
            return []
        return await self._entering.offer_pictures(interaction, typed, meant)

    @disqualify.autocomplete("entry")
    async def offer_entries(self, interaction: Interaction, typed: str | int) -> list[Choice[int]]:
        try:
            meant = await self._judged(interaction, getattr(interaction.namespace, "contest", None))
            return await self._hosting.offer_entries(interaction, str(typed), meant)
        except Refused:
            return []

    async def _judged(self, interaction: Interaction, typed: str | None) -> Contest:
        """The contest that's in voting, or else the last one that closed."""
        if typed is None and await self._services.contests.contests(guild_id(interaction), (Phase.VOTING,)):
            return await self._services.meant(interaction, None, (Phase.VOTING,))
        return await self._services.meant(interaction, typed, JUDGED if typed else CLOSED)
