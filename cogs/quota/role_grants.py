"""`/quota grant-role …`. Its option is called `promise`, a word that members' clients already know."""

import discord
from discord import app_commands
from discord.app_commands import Choice

from bot.budgets.amounts import parse_amount
from bot.budgets.grants import NewRoleGrant, RoleGrant
from bot.budgets.refusals import NoSuchPromise
from bot.snowflakes import parse_snowflake
from cogs.buttons import ButtonId, EaselButton
from cogs.client import EaselClient
from cogs.quota import autocomplete
from cogs.quota import texts as quota_texts
from cogs.quota.autocomplete import Reason, Typed
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
from cogs.texts import Texts, private_texts
from cogs.texts.formatting import worth

CLAIMS_SHOWN = 50
MOST_CHOICES = 25  # Discord's limit


def claims_id(role_grant_id: int, after: int) -> ButtonId:
    """The page of members who claimed the role grant, after the user id `after`."""
    return ButtonId("quota", "claims", 1, after, str(role_grant_id))


class RoleGrantCommands(ModeratorsGroup, name="grant-role"):
    def __init__(self, client: EaselClient, services: QuotaServices) -> None:
        self._services = services
        super().__init__()
        more = claims_id(0, 0)
        client.buttons.add(more.feature, more.verb, more.version, self.turn)

    @app_commands.command(name="make")
    @app_commands.autocomplete(amount=autocomplete.offer_amounts)
    async def make(  # noqa: PLR0917 - Discord's options, by name
        self,
        interaction: Interaction,
        role: discord.Role,
        amount: Typed,
        ends: Typed,
        expires: Typed | None = None,
        reason: Reason | None = None,
    ) -> None:
        guild_id, tokens = guild_of(interaction), parse_amount(amount, least=1)
        act = act_of(interaction, reason, self._services.now_ms())
        await begin(interaction)
        ends_at_ms = await self._services.moment(guild_id, ends)
        assert ends_at_ms is not None, "the option is required"
        new = NewRoleGrant(role.id, tokens, ends_at_ms, await self._services.moment(guild_id, expires))
        made = await self._services.role_grants.make(guild_id, new, act)
        await finish(
            interaction, quota_texts.role_grant_made(private_texts(interaction), made.result), made.audit_id
        )

    @app_commands.command(name="list")
    async def show(self, interaction: Interaction, promise: Typed | None = None) -> None:
        if promise is None:
            guild_id, now_ms = guild_of(interaction), self._services.now_ms()
            standing = await self._services.role_grants.standing(guild_id, now_ms)
            view = card(quota_texts.role_grants_view(private_texts(interaction), standing))
        else:
            view = await self._claims(interaction, _number(promise), 0)
        await interaction.response.send_message(view=view, ephemeral=True)

    @app_commands.command(name="revoke")
    async def revoke(self, interaction: Interaction, promise: Typed, reason: Reason | None = None) -> None:
        role_grant_id = _number(promise)
        act = act_of(interaction, reason, self._services.now_ms())
        await begin(interaction)
        revoked = await self._services.role_grants.revoke(guild_of(interaction), role_grant_id, act)
        await finish(
            interaction,
            quota_texts.role_grant_revoked(private_texts(interaction), revoked.result),
            revoked.audit_id,
        )

    @show.autocomplete("promise")
    @revoke.autocomplete("promise")
    async def offer(self, interaction: Interaction, typed: str) -> list[Choice[str]]:
        if not is_moderator(interaction):
            return []
        standing = await self._services.role_grants.standing(guild_of(interaction), self._services.now_ms())
        texts = private_texts(interaction)
        named = [(grant, _named(texts, interaction, grant)) for grant in standing]
        fitting = [
            autocomplete.suggestion(name, str(grant.id))
            for grant, name in named
            if typed.lower() in name.lower()
        ]
        return fitting[:MOST_CHOICES]

    async def turn(self, interaction: Interaction, after: int) -> None:
        """The button for more members who claimed it."""
        require_moderator(interaction)
        view = await self._claims(interaction, _number(ButtonId.of(interaction).query), after)
        await interaction.response.edit_message(view=view)

    async def _claims(
        self, interaction: Interaction, role_grant_id: int, after: int
    ) -> discord.ui.LayoutView:
        grant = await self._services.role_grants.get(guild_of(interaction), role_grant_id)
        if grant is None:
            raise NoSuchPromise
        claims = await self._services.role_grants.claims(grant.id, after=after, limit=CLAIMS_SHOWN + 1)
        shown, texts = claims[:CLAIMS_SHOWN], private_texts(interaction)
        text = quota_texts.role_grant_claims(texts, grant, shown, first=after == 0)
        if len(claims) == len(shown):
            return card(text)
        more = EaselButton.of(claims_id(grant.id, shown[-1].user_id), texts("quota-button-more"))
        return card(text, Row().add_item(more))


def _named(texts: Texts, interaction: Interaction, grant: RoleGrant) -> str:
    role = interaction.guild.get_role(grant.role_id) if interaction.guild else None
    return texts(
        "quota-role-grant-choice",
        number=str(grant.id),
        amount=worth(texts, grant.amount),
        role=f"@{role.name}" if role else texts("quota-role-gone"),
    )


def _number(typed: str) -> int:
    """Reads the number of a role grant, such as `7` or `#7`. Raises `NoSuchPromise`."""
    try:
        return parse_snowflake(typed.strip().removeprefix("#"))
    except ValueError:
        raise NoSuchPromise from None
