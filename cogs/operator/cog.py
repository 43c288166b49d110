"""The commands under `/operator`, on the owner's own server for its administrators."""

from collections.abc import Callable
from decimal import Decimal
from typing import Protocol

import discord
from discord import app_commands
from discord.ext import commands

from bot.budgets.amounts import parse_allowance
from bot.budgets.operator import Operator, Pause
from bot.errors import GenerationUnavailable
from bot.generation.dispatcher import LaneStatus
from cogs.buttons import ButtonId, EaselButton
from cogs.client import EaselClient
from cogs.errors.error_hooks import ReportedLayout
from cogs.operator import texts as operator_texts
from cogs.operator.scopes import parse_scope, scope_choices
from cogs.texts import Texts, private_texts

Interaction = discord.Interaction[EaselClient]

SCOPE_LIMIT = 100
AMOUNT_LIMIT = 40
MESSAGE_LIMIT = 500

CHECK = ButtonId("operate", "check", 1, 0)


class Account(Protocol):
    """The owner's account with the image API."""

    async def balance(self) -> Decimal:
        """US dollars. Raises `Unavailable`."""
        ...


class Engine(Protocol):
    """The state of image generation. See `GenerationService`."""

    async def refresh(self) -> None: ...

    def status(self) -> tuple[LaneStatus, ...]: ...

    async def probe_now(self) -> None: ...


@app_commands.default_permissions(administrator=True)
class OperatorCommands(commands.GroupCog, group_name="operator"):
    """Add it with `add_operators_cog`, so that Discord doesn't show the commands anywhere else.

    Each command also checks who uses it, and answers privately. It makes changes after the "thinking…", so
    that Discord doesn't report a failure because of a slow disk.
    """

    cap = app_commands.Group(name="cap", description="…")

    def __init__(
        self,
        client: EaselClient,
        guild_id: int,
        *,
        operator: Operator,
        account: Account,
        engine: Engine,
        now_ms: Callable[[], int],
    ) -> None:
        """`guild_id` is the owner's own server."""
        self._guild_id = guild_id
        self._operator = operator
        self._account = account
        self._engine = engine
        self._now_ms = now_ms
        client.buttons.add(CHECK.feature, CHECK.verb, CHECK.version, self.check_now)
        super().__init__()

    async def interaction_check(self, interaction: Interaction, /) -> bool:  # type: ignore[override]
        if interaction.guild_id != self._guild_id:
            raise app_commands.CheckFailure
        if not interaction.permissions.administrator:
            raise app_commands.MissingPermissions(["administrator"])
        return True

    @app_commands.command(name="status")
    async def status(self, interaction: Interaction) -> None:
        view = await self._status_card(private_texts(interaction))
        await interaction.response.send_message(view=view, ephemeral=True)

    async def check_now(self, interaction: Interaction, _: int) -> None:
        """The button that checks the image API at once."""
        await self.interaction_check(interaction)
        await interaction.response.defer()
        await self._engine.probe_now()
        view = await self._status_card(private_texts(interaction))
        await interaction.edit_original_response(view=view)

    @app_commands.command(name="balance")
    async def balance(self, interaction: Interaction) -> None:
        await _think(interaction)
        texts = private_texts(interaction)
        try:
            text = operator_texts.balance(texts, await self._account.balance())
        except GenerationUnavailable as refused:  # the owner needs the reason
            text = texts("operator-balance-unknown", reason=refused.reason)
        await _show(interaction, text)

    @app_commands.command(name="spending")
    async def spending(self, interaction: Interaction) -> None:
        await _think(interaction)
        month = await self._operator.spending(self._now_ms())
        pause = await self._operator.paused()
        texts = private_texts(interaction)
        await _show(interaction, operator_texts.spending(texts, month, pause, _names(interaction)))

    @app_commands.command(name="pause")
    async def pause(
        self, interaction: Interaction, message: app_commands.Range[str, 1, MESSAGE_LIMIT] | None = None
    ) -> None:
        said = (message or "").strip() or None
        await _think(interaction)
        await self._operator.pause(said, interaction.user.id, self._now_ms())
        await _show(interaction, operator_texts.paused(private_texts(interaction), Pause(said)))

    @app_commands.command(name="resume")
    async def resume(self, interaction: Interaction) -> None:
        await _think(interaction)
        was_paused = await self._operator.resume(interaction.user.id, self._now_ms())
        await _show(interaction, operator_texts.resumed(private_texts(interaction), was_paused=was_paused))

    @cap.command(name="set")
    @app_commands.rename(scope="for")
    async def set_cap(
        self,
        interaction: Interaction,
        scope: app_commands.Range[str, 1, SCOPE_LIMIT],
        amount: app_commands.Range[str, 1, AMOUNT_LIMIT],
    ) -> None:
        await self._change(interaction, scope, parse_allowance(amount))

    @cap.command(name="clear")
    @app_commands.rename(scope="for")
    async def clear_cap(
        self, interaction: Interaction, scope: app_commands.Range[str, 1, SCOPE_LIMIT]
    ) -> None:
        await self._change(interaction, scope, None)

    @cap.command(name="list")
    async def list_caps(self, interaction: Interaction) -> None:
        await _think(interaction)
        caps, of_servers = await self._operator.caps(), await self._operator.server_caps()
        texts = private_texts(interaction)
        await _show(interaction, operator_texts.caps(texts, caps, of_servers, _names(interaction)))

    @set_cap.autocomplete("scope")
    @clear_cap.autocomplete("scope")
    async def offer_scopes(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        await self.interaction_check(interaction)  # discord.py doesn't check it here
        return scope_choices(private_texts(interaction), typed, _names(interaction))

    async def _change(self, interaction: Interaction, text: str, cap: int | None) -> None:
        names, texts = _names(interaction), private_texts(interaction)
        scope = parse_scope(texts, text, names)
        await _think(interaction)
        before = await scope.set_cap(self._operator, cap, interaction.user.id, self._now_ms())
        await _show(interaction, operator_texts.cap_set(texts, scope, before, cap, names))

    async def _status_card(self, texts: Texts) -> discord.ui.LayoutView:
        await self._engine.refresh()
        lanes = self._engine.status()
        view = _card(operator_texts.status(texts, lanes))
        if any(lane.outage is not None for lane in lanes):
            row = discord.ui.ActionRow[discord.ui.LayoutView]()
            view.add_item(row.add_item(EaselButton.of(CHECK, texts("operator-button-check"))))
        return view


async def _think(interaction: Interaction) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)


async def _show(interaction: Interaction, text: str) -> None:
    """In a card, which fits more than a plain message."""
    await interaction.edit_original_response(view=_card(text))


def _card(text: str) -> discord.ui.LayoutView:
    return ReportedLayout(timeout=None).add_item(discord.ui.Container(discord.ui.TextDisplay(text)))


def _names(interaction: Interaction) -> dict[int, str]:
    """The names of the bot's servers."""
    return {guild.id: guild.name for guild in interaction.client.guilds}
