"""`/quota grant-role …`"""

import re

import discord
from discord import app_commands
from discord.app_commands import Choice

from bot.budgets.amounts import parse_amount
from bot.budgets.grants import NewRoleGrant, RoleGrant
from bot.budgets.refusals import NoSuchPromise
from cogs.buttons import ButtonId, EaselButton
from cogs.client import EaselClient
from cogs.quota import autocomplete, role_grant_words, words
from cogs.quota.cards import Row, card
from cogs.quota.moderators import (
    Interaction,
    ModeratorsGroup,
    act_of,
    begin,
    finish,
    guild_of,
    is_moderator,
    require_moderator,
)
from cogs.quota.services import QuotaServices
from cogs.wording.amounts import worth

CLAIMS_SHOWN = 50
MOST_CHOICES = 25  # Discord's limit

_NUMBER = re.compile(r"#?(\d{1,18})", re.ASCII)


def claims_id(promise_id: int, after: int) -> ButtonId:
    """Who claimed the promise, from the user id `after` on."""
    return ButtonId("quota", "claims", 1, after, str(promise_id))


class PromiseCommands(ModeratorsGroup, name=words.PROMISE, description=words.PROMISE_DESCRIPTION):
    def __init__(self, client: EaselClient, desk: QuotaServices) -> None:
        self._desk = desk
        super().__init__()
        more = claims_id(0, 0)
        client.buttons.add(more.feature, more.verb, more.version, self.turn)

    @app_commands.command(name="make", description=words.PROMISE_MAKE)
    @app_commands.describe(**words.PROMISE_OPTIONS["make"])
    @app_commands.autocomplete(amount=autocomplete.offer_amounts)
    async def make(  # noqa: PLR0917 - Discord's options, by name
        self,
        interaction: Interaction,
        role: discord.Role,
        amount: words.Typed,
        ends: words.Typed,
        expires: words.Typed | None = None,
        reason: words.Reason | None = None,
    ) -> None:
        guild_id, tokens = guild_of(interaction), parse_amount(amount, least=1)
        ends_at_ms = await self._desk.moment(guild_id, ends)
        assert ends_at_ms is not None, "the option is required"
        promise = NewRoleGrant(role.id, tokens, ends_at_ms, await self._desk.moment(guild_id, expires))
        act = act_of(interaction, reason, self._desk.now_ms())
        await begin(interaction)
        made = (await self._desk.promises.make(guild_id, promise, act)).result
        await finish(interaction, role_grant_words.made_text(made))

    @app_commands.command(name="list", description=words.PROMISE_LIST)
    @app_commands.describe(**words.PROMISE_OPTIONS["list"])
    async def show(self, interaction: Interaction, promise: words.Typed | None = None) -> None:
        if promise is None:
            standing = await self._desk.promises.standing(guild_of(interaction), self._desk.now_ms())
            view = card(role_grant_words.standing_text(standing))
        else:
            view = await self._claims(interaction, _number(promise), 0)
        await interaction.response.send_message(view=view, ephemeral=True)

    @app_commands.command(name="revoke", description=words.PROMISE_REVOKE)
    @app_commands.describe(**words.PROMISE_OPTIONS["revoke"])
    async def revoke(
        self, interaction: Interaction, promise: words.Typed, reason: words.Reason | None = None
    ) -> None:
        promise_id = _number(promise)
        act = act_of(interaction, reason, self._desk.now_ms())
        await begin(interaction)
        revoked = (await self._desk.promises.revoke(guild_of(interaction), promise_id, act)).result
        await finish(interaction, role_grant_words.revoked_text(revoked))

    @show.autocomplete("promise")
    @revoke.autocomplete("promise")
    async def offer_promises(self, interaction: Interaction, typed: str) -> list[Choice[str]]:
        if not is_moderator(interaction):
            return []
        standing = await self._desk.promises.standing(guild_of(interaction), self._desk.now_ms())
        named = [(promise, self._named(interaction, promise)) for promise in standing]
        fitting = [
            autocomplete.choice(name, str(promise.id))
            for promise, name in named
            if typed.lower() in name.lower()
        ]
        return fitting[:MOST_CHOICES]

    async def turn(self, interaction: Interaction, after: int) -> None:
        """The button for more of who claimed."""
        require_moderator(interaction)
        view = await self._claims(interaction, _number(ButtonId.of(interaction).query), after)
        await interaction.response.edit_message(view=view)

    async def _claims(self, interaction: Interaction, promise_id: int, after: int) -> discord.ui.LayoutView:
        promise = await self._desk.promises.get(guild_of(interaction), promise_id)
        if promise is None:
            raise NoSuchPromise
        claims = await self._desk.promises.claims(promise.id, after=after, limit=CLAIMS_SHOWN + 1)
        shown = claims[:CLAIMS_SHOWN]
        text = role_grant_words.claims_text(promise, shown, first=after == 0)
        if len(claims) == len(shown):
            return card(text)
        more = EaselButton.of(claims_id(promise.id, shown[-1].user_id), words.MORE)
        return card(text, Row().add_item(more))

    def _named(self, interaction: Interaction, promise: RoleGrant) -> str:
        role = interaction.guild.get_role(promise.role_id) if interaction.guild else None
        whom = f"@{role.name}" if role else "a role that is gone"
        return f"{promise.id}: {worth(promise.amount)} for {whom}"


def _number(typed: str) -> int:
    """The number of a promise as it is typed. Raises `NoSuchPromise`."""
    match = _NUMBER.fullmatch(typed.strip())
    if match is None:
        raise NoSuchPromise
    return int(match[1])
