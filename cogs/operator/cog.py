"""The commands under `/operator`: they exist in the operator's own server, for its administrators."""

from collections.abc import Callable
from decimal import Decimal
from typing import Protocol

import discord
from discord import app_commands
from discord.ext import commands

from bot.budgets.amounts import parse_allowance
from bot.budgets.operator import Operator
from bot.errors import GenerationUnavailable
from cogs.answers import answer_privately
from cogs.client import EaselClient
from cogs.operator import answers, words
from cogs.operator.scopes import parse_scope, scope_choices

Interaction = discord.Interaction[EaselClient]

SCOPE_LIMIT = 100
AMOUNT_LIMIT = 40
MESSAGE_LIMIT = 500


class Account(Protocol):
    """The operator's account at the image API."""

    async def balance(self) -> Decimal:
        """US dollars. Raises `Unavailable`."""
        ...


@app_commands.default_permissions(administrator=True)
class OperatorCommands(commands.GroupCog, group_name=words.NAME, group_description=words.DESCRIPTION):
    """To be added with `add_operators_cog`: that has Discord show them nowhere else.

    Who may use them is asked here as well, at each command.
    """

    cap = app_commands.Group(name=words.CAP, description=words.CAP_DESCRIPTION)

    def __init__(
        self, guild_id: int, operator: Operator, account: Account, now_ms: Callable[[], int]
    ) -> None:
        """`guild_id`: the operator's own server."""
        self._guild_id = guild_id
        self._operator = operator
        self._account = account
        self._now_ms = now_ms
        super().__init__()

    async def interaction_check(self, interaction: Interaction, /) -> bool:  # type: ignore[override]
        if interaction.guild_id != self._guild_id:
            raise app_commands.CheckFailure
        if not interaction.permissions.administrator:
            raise app_commands.MissingPermissions(["administrator"])
        return True

    @app_commands.command(name=words.BALANCE, description=words.BALANCE_DESCRIPTION)
    async def balance(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)  # the image API may take its time
        try:
            text = answers.balance_answer(await self._account.balance())
        except GenerationUnavailable as closed:  # members are not told why; the operator has to know
            text = f"The image API will not serve us ({closed.reason})."
        await interaction.edit_original_response(content=text)

    @app_commands.command(name=words.SPENDING, description=words.SPENDING_DESCRIPTION)
    async def spending(self, interaction: Interaction) -> None:
        spending = await self._operator.spending(self._now_ms())
        pause = await self._operator.paused()
        await self._show(interaction, answers.spending_answer(spending, pause, _names(interaction)))

    @app_commands.command(name=words.PAUSE, description=words.PAUSE_DESCRIPTION)
    @app_commands.describe(message=words.PAUSE_MESSAGE)
    async def pause(
        self, interaction: Interaction, message: app_commands.Range[str, 1, MESSAGE_LIMIT] | None = None
    ) -> None:
        said = (message or "").strip() or None
        await self._operator.pause(said, interaction.user.id, self._now_ms())
        await answer_privately(interaction, answers.pause_answer(said))

    @app_commands.command(name=words.RESUME, description=words.RESUME_DESCRIPTION)
    async def resume(self, interaction: Interaction) -> None:
        was_paused = await self._operator.resume(interaction.user.id, self._now_ms())
        await answer_privately(interaction, answers.resume_answer(was_paused=was_paused))

    @cap.command(name=words.CAP_SET, description=words.CAP_SET_DESCRIPTION)
    @app_commands.describe(scope=words.CAP_SCOPE, amount=words.CAP_AMOUNT)
    @app_commands.rename(scope="for")
    async def set_cap(
        self,
        interaction: Interaction,
        scope: app_commands.Range[str, 1, SCOPE_LIMIT],
        amount: app_commands.Range[str, 1, AMOUNT_LIMIT],
    ) -> None:
        await self._change(interaction, scope, parse_allowance(amount))

    @cap.command(name=words.CAP_CLEAR, description=words.CAP_CLEAR_DESCRIPTION)
    @app_commands.describe(scope=words.CAP_SCOPE)
    @app_commands.rename(scope="for")
    async def clear_cap(
        self, interaction: Interaction, scope: app_commands.Range[str, 1, SCOPE_LIMIT]
    ) -> None:
        await self._change(interaction, scope, None)

    @cap.command(name=words.CAP_LIST, description=words.CAP_LIST_DESCRIPTION)
    async def list_caps(self, interaction: Interaction) -> None:
        caps, of_servers = await self._operator.caps(), await self._operator.server_caps()
        await self._show(interaction, answers.caps_answer(caps, of_servers, _names(interaction)))

    @set_cap.autocomplete("scope")
    @clear_cap.autocomplete("scope")
    async def offer_scopes(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        await self.interaction_check(interaction)  # discord.py does not ask it here
        return scope_choices(typed, _names(interaction))

    async def _change(self, interaction: Interaction, text: str, cap: int | None) -> None:
        names = _names(interaction)
        scope = parse_scope(text, names)
        before = await scope.set_cap(self._operator, cap, interaction.user.id, self._now_ms())
        await answer_privately(interaction, answers.cap_answer(scope, before, cap, names))

    async def _show(self, interaction: Interaction, text: str) -> None:
        """More than a plain message may hold."""
        card = answers.card(text)
        await interaction.response.send_message(view=card, ephemeral=True)


def _names(interaction: Interaction) -> dict[int, str]:
    """The servers the bot is on."""
    return {guild.id: guild.name for guild in interaction.client.guilds}
