"""Reports errors of views, modals and dynamic items. (`cogs.tree` reports those of commands.)

discord.py only logs these errors, and ignores those of a dynamic item's check. The member would see "This
interaction failed". So everything that Easel shows derives from one of these classes.
"""

from typing import Any

import discord

from cogs.answers import answer_in_time
from cogs.errors.reporter import report


class ReportedView(discord.ui.View):
    async def on_error(
        self, interaction: discord.Interaction[Any], error: Exception, _: discord.ui.Item[Any], /
    ) -> None:
        await report(interaction, error)


class ReportedLayout(discord.ui.LayoutView):
    async def on_error(
        self, interaction: discord.Interaction[Any], error: Exception, _: discord.ui.Item[Any], /
    ) -> None:
        await report(interaction, error)


class ReportedModal(discord.ui.Modal):
    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        answer_in_time(interaction)
        return True

    async def on_error(  # type: ignore[override]  # as discord.py has it: a modal's error has no item
        self, interaction: discord.Interaction[Any], error: Exception, /
    ) -> None:
        await report(interaction, error)


class ReportedItem:
    """The error hook that a `DynamicItem` lacks. List it before `DynamicItem` in the bases.

    A subclass writes `pressed` instead of `callback`, and `may_press` instead of `interaction_check`.
    """

    async def may_press(self, _: discord.Interaction[Any], /) -> bool:
        """Returning False or raising an error ends the press."""
        return True

    async def pressed(self, interaction: discord.Interaction[Any], /) -> None:
        raise NotImplementedError

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        answer_in_time(interaction)
        if interaction.client.stale.too_late(interaction.id):
            return False
        try:
            return await self.may_press(interaction)
        except Exception as error:  # noqa: BLE001 - discord.py would swallow it without a log line
            await report(interaction, error)
            return False

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        try:
            await self.pressed(interaction)
        except Exception as error:  # noqa: BLE001 - the reporter tells bugs from refusals
            await report(interaction, error)
        interaction.client.answered(interaction)
