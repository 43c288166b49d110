"""Catches members up at their next interaction on results that they couldn't get earlier."""

import logging
from typing import Any

import aiohttp
import discord

from bot.errors import StorageUnavailable
from bot.generation.model import Generation
from bot.generation.service import GenerationService
from cogs.errors.brief import brief
from cogs.errors.descriptions import describe_reason, kind_of
from cogs.errors.error_hooks import ReportedView
from cogs.imagine.buttons import ended_button
from cogs.texts import Texts, private_texts
from cogs.texts.formatting import escape, relative

log = logging.getLogger(__name__)

MOST_AT_ONCE = 5
PROMPT_SHOWN = 80


class MissedNotifications:
    def __init__(self, service: GenerationService) -> None:
        self._service = service

    async def notify(self, interaction: discord.Interaction[Any]) -> None:
        """Sends a private follow-up after the real answer. Never raises.

        Don't call it while the answer says "thinking…", because the first follow-up would replace it.
        """
        try:
            generations = await self.of(interaction)
            if generations:
                texts = private_texts(interaction)
                view = retry_buttons(generations, texts) or discord.utils.MISSING
                await interaction.followup.send(news(generations, texts), view=view, ephemeral=True)
            for generation in generations:
                await self._service.mark_notified(generation.id)
        except (StorageUnavailable, discord.DiscordException, aiohttp.ClientError, OSError) as error:
            log.warning(
                "couldn't report what happened earlier: %s",
                brief(error),
                extra={"interaction": interaction.id},
            )
        except Exception:
            log.exception(
                "a bug while reporting what happened earlier", extra={"interaction": interaction.id}
            )

    async def of(self, interaction: discord.Interaction[Any]) -> list[Generation]:
        """What this member doesn't know yet, up to one message."""
        if interaction.guild_id is None:
            return []
        return (await self._service.unnotified(interaction.guild_id, interaction.user.id))[:MOST_AT_ONCE]


def retry_buttons(generations: list[Generation], texts: Texts) -> discord.ui.View | None:
    """The next step for each, with its prompt if there are several. None if there is none."""
    view = ReportedView(timeout=None)
    for generation in generations:
        about = generation.order.request.prompt if len(generations) > 1 else ""
        kind = kind_of(generation.reason)
        button = None if kind is None else ended_button(generation, kind, texts, about)
        if button is not None:
            view.add_item(button)
    return view if view.children else None


def news(generations: list[Generation], texts: Texts) -> str:
    """At most 2,000 characters for up to `MOST_AT_ONCE` generations."""
    lines = [texts("imagine-missed")]
    for generation in generations:
        prompt = escape(generation.order.request.prompt, PROMPT_SHOWN)
        asked = relative(generation.held_at_ms)
        lines.append(f"- {texts('imagine-missed-request', prompt=prompt, asked=asked)}")
        lines.append(f"  {describe_reason(generation.reason, texts)}")
    return "\n".join(lines)
