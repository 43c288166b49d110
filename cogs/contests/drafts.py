"""The preview of a contest: all its settings as they were understood, before anything is created."""

from typing import Any

import discord

from bot.contests.model import ContestSettings
from cogs.buttons import EaselButton
from cogs.client import EaselClient
from cogs.contests import ids
from cogs.contests.cards import Layout, card, first_choice, menu, row, text, title
from cogs.contests.permissions import missing_permissions
from cogs.contests.services import ContestServices, Interaction, person_of
from cogs.contests.settings import FIELDS, GROUPS, changed, component, in_form, parsed, preview_lines
from cogs.errors.refusals import ButtonOutdated
from cogs.forms import Form, typed
from cogs.members import guild_id
from cogs.texts import Texts, private_texts
from cogs.texts.formatting import truncate

PREVIEW = 3_600  # characters, out of a card's 4,000


class Drafts:
    """Prepares, changes and creates contests."""

    def __init__(self, client: EaselClient, services: ContestServices) -> None:
        self._services = services
        for button, press in (
            (ids.create_id(0), self.create),
            (ids.more_id(0), self.more),
            (ids.group_id(0), self.choose_group),
            (ids.fill_id(0), self.submit),
            (ids.discard_id(0), self.discard),
        ):
            client.buttons.add(button.feature, button.verb, button.version, press)

    async def prepare(self, interaction: Interaction, settings: ContestSettings) -> None:
        """Answers `/contest create` with the preview."""
        person, here = person_of(interaction), guild_id(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        await self._services.contests.save_draft(here, person, interaction.id, settings)
        view = self._preview(interaction, interaction.id, settings)
        await interaction.edit_original_response(view=view)

    async def create(self, interaction: Interaction, draft_id: int) -> None:
        """Creates it. A second press finds no draft any more."""
        await interaction.response.defer()
        here, person = guild_id(interaction), person_of(interaction)
        contest = await self._services.contests.create_from_draft(here, person, draft_id)
        texts = private_texts(interaction)
        done = texts(
            "contest-created",
            title=title(contest),
            channel=f"<#{contest.settings.channel_id}>",
        )
        await interaction.edit_original_response(view=card(text(done)))

    async def discard(self, interaction: Interaction, draft_id: int) -> None:
        await interaction.response.defer()
        await self._services.contests.discard_draft(guild_id(interaction), person_of(interaction), draft_id)
        view = card(text(private_texts(interaction)("contest-discarded")))
        await interaction.edit_original_response(view=view)

    async def more(self, interaction: Interaction, draft_id: int) -> None:
        """Offers the other settings, by topic."""
        settings = await self._draft(interaction, draft_id)
        view = self._preview(interaction, draft_id, settings, menu=True)
        await interaction.response.edit_message(view=view)

    async def choose_group(self, interaction: Interaction, draft_id: int) -> None:
        """Opens the form for the chosen topic."""
        group = first_choice(interaction)
        if group not in GROUPS:
            raise ButtonOutdated
        settings = await self._draft(interaction, draft_id)
        texts, zone = private_texts(interaction), await self._services.zone(guild_id(interaction))
        modal = Form(ids.fill_id(draft_id), texts(f"contest-group-{group}-title"))
        for field in GROUPS[group].values():
            modal.add_item(component(field, settings, texts, zone))
        await interaction.response.send_modal(modal)

    async def submit(self, interaction: Interaction, draft_id: int) -> None:
        """Applies a form to the draft. Untouched fields stay exactly as they are."""
        await interaction.response.defer()
        settings = await self._draft(interaction, draft_id)
        zone = await self._services.zone(guild_id(interaction))
        values = {}
        for name, entered in typed(interaction).items():
            field = FIELDS.get(name)
            if field is not None and entered.strip() != in_form(settings, field, zone).strip():
                values[name] = parsed(field, entered, self._services.now_ms(), zone)
        after = changed(settings, values)
        await self._services.contests.change_draft(
            guild_id(interaction), person_of(interaction), draft_id, after
        )
        view = self._preview(interaction, draft_id, after, menu=True)
        await interaction.edit_original_response(view=view)

    async def _draft(self, interaction: Interaction, draft_id: int) -> ContestSettings:
        return await self._services.contests.draft(guild_id(interaction), person_of(interaction), draft_id)

    def _preview(
        self, interaction: Interaction, draft_id: int, settings: ContestSettings, *, menu: bool = False
    ) -> Layout:
        texts = private_texts(interaction)
        lines = [
            texts("contest-preview", title=title(settings)),
            *preview_lines(settings, texts),
            *(f"⚠️ {each}" for each in missing_permissions(interaction.guild, settings, texts)),
        ]
        create = texts("contest-create-label")
        items = [text(truncate("\n".join(lines), PREVIEW))]
        if menu:
            items.append(row(_topics(draft_id, texts)))
        more = [] if menu else [EaselButton.of(ids.more_id(draft_id), texts("contest-more-label"))]
        discard = EaselButton.of(
            ids.discard_id(draft_id), texts("contest-discard-label"), discord.ButtonStyle.danger
        )
        created = EaselButton.of(ids.create_id(draft_id), create, discord.ButtonStyle.success)
        items.append(row(created, *more, discard))
        return card(*items)


def _topics(draft_id: int, texts: Texts) -> discord.ui.Item[Any]:
    return menu(
        ids.group_id(draft_id),
        texts("contest-topics-placeholder"),
        {group: texts(f"contest-group-{group}-title") for group in GROUPS},
    )
