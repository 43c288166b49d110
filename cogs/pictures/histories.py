"""`/history`: one's own pictures, with a search."""

import asyncio
from collections.abc import Sequence

import discord

from bot.errors import EaselError
from bot.generation.library import Draft, HistoryFilter
from bot.generation.model import Generation
from bot.snowflakes import parse_snowflake
from cogs.buttons import ButtonId
from cogs.errors.refusals import DraftGone
from cogs.forms import typed
from cogs.imagine.buttons import picture_id
from cogs.members import guild_id
from cogs.pictures.forms import search_form
from cogs.pictures.handling import Handling, chosen_picture
from cogs.pictures.history import PAGE, history_card
from cogs.pictures.messages import message_of
from cogs.pictures.services import Interaction, PictureServices
from cogs.pictures.sources import image_with, images_of
from cogs.texts import private_texts

THUMBNAIL_SECONDS = 3.0


class Histories:
    """The search is stored as a draft, since a button has no room for words."""

    def __init__(self, services: PictureServices, handling: Handling) -> None:
        self._services = services
        self._handling = handling

    async def open(self, interaction: Interaction, words: str, *, everywhere: bool) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await self._search(interaction, words, everywhere=everywhere)

    async def turn(self, interaction: Interaction, search_id: int) -> None:
        """Another page, or another scope. Everybody only sees their own pictures."""
        search = await self._found(interaction, search_id)
        scope, _, before = ButtonId.of(interaction).query.partition(".")
        await interaction.response.defer()
        await self._show(interaction, search_id, search.prompt, before, everywhere=scope == "all")

    async def ask(self, interaction: Interaction, _: int) -> None:
        """Asks for words. The page can be of any age, because only its scope matters."""
        form_id = picture_id("found", 0, ButtonId.of(interaction).query)
        await interaction.response.send_modal(search_form(form_id, private_texts(interaction)))

    async def find(self, interaction: Interaction, _: int) -> None:
        everywhere = ButtonId.of(interaction).query == "all"
        await interaction.response.defer()
        await self._search(interaction, typed(interaction).get("words", ""), everywhere=everywhere)

    async def pick(self, interaction: Interaction, _: int) -> None:
        """The details of the chosen picture."""
        await self._handling.details(interaction, chosen_picture(interaction))

    async def _search(self, interaction: Interaction, words: str, *, everywhere: bool) -> None:
        user_id, now_ms = interaction.user.id, self._services.now_ms()
        search = Draft(prompt=" ".join(words.split()), kind="history")
        await self._services.library.save_draft(
            interaction.id, guild_id(interaction), user_id, search, now_ms
        )
        await self._show(interaction, interaction.id, search.prompt, "", everywhere=everywhere)

    async def _show(
        self, interaction: Interaction, search_id: int, words: str, before: str, *, everywhere: bool
    ) -> None:
        only = HistoryFilter(
            interaction.user.id, None if everywhere else guild_id(interaction), tuple(words.split())
        )
        first = parse_snowflake(before) if before else None
        page = await self._services.library.history(only, first, PAGE)
        thumbnails = await self._thumbnails(interaction, page.pictures)
        card = history_card(
            page,
            thumbnails,
            private_texts(interaction),
            search_id=search_id,
            words=words,
            everywhere=everywhere,
            newest=first is None,
        )
        await interaction.edit_original_response(view=card)

    async def _found(self, interaction: Interaction, search_id: int) -> Draft:
        search = await self._services.library.draft(search_id, interaction.user.id)
        if search is None:
            raise DraftGone
        return search

    async def _thumbnails(self, interaction: Interaction, pictures: Sequence[Generation]) -> dict[int, str]:
        """Current addresses, since Discord's expire. Pictures without one have no thumbnail."""
        found: dict[int, str] = {}

        async def look(picture: Generation) -> None:
            try:
                image = image_with(images_of(await message_of(interaction, picture)), picture)
            except (EaselError, discord.DiscordException, OSError):
                return
            if image is not None:
                found[picture.id] = image.address

        looks = [asyncio.ensure_future(look(picture)) for picture in pictures]
        if looks:
            _, late = await asyncio.wait(looks, timeout=THUMBNAIL_SECONDS)
            for each in late:
                each.cancel()
        return found
