"""The gallery, with one entry at a time in each voter's own order, and their picks."""

import io
from typing import Any

import discord

from bot.contests.model import Contest
from bot.contests.ports import Gallery, GalleryPage, SheetPage
from bot.contests.refusals import NoSuchEntry
from cogs.buttons import ButtonId, EaselButton
from cogs.client import EaselClient
from cogs.contests import ids
from cogs.contests.cards import Layout, card, first_choice, full_time, menu, row, text, title
from cogs.contests.services import ContestServices, Interaction, person_of
from cogs.errors.refusals import ButtonOutdated
from cogs.members import guild_id
from cogs.texts import Texts, private_texts
from cogs.texts.formatting import escape, user

MOST_OPTIONS = 25  # Discord's limit for a menu
REASON_SHOWN = 300


class Voting:
    def __init__(self, client: EaselClient, services: ContestServices) -> None:
        self._services = services
        for button, press in (
            (ids.vote_id(0), self.open),
            (ids.turn_id(0, 0, ""), self.turn),
            (ids.pick_id(0, 0, 0), self.pick),
            (ids.unpick_id(0, 0, 0), self.unpick),
            (ids.jump_id(0), self.jump),
            (ids.sheet_id(0, 0, ""), self.sheet),
        ):
            client.buttons.add(button.feature, button.verb, button.version, press)

    async def open(self, interaction: Interaction, contest_id: int) -> None:
        """The Vote button and `/contest vote`: the first page, in its own message."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        await self._show(interaction, await self._gallery(interaction, contest_id), 1)

    async def turn(self, interaction: Interaction, contest_id: int) -> None:
        await interaction.response.defer()
        position, *_ = _numbers(interaction, 1)
        await self._show(interaction, await self._gallery(interaction, contest_id), position)

    async def pick(self, interaction: Interaction, contest_id: int) -> None:
        await interaction.response.defer()
        position, number = _numbers(interaction, 2)
        here, person = guild_id(interaction), person_of(interaction)
        await self._services.contests.pick(here, contest_id, person, number)
        await self._show(interaction, await self._gallery(interaction, contest_id), position)

    async def unpick(self, interaction: Interaction, contest_id: int) -> None:
        await interaction.response.defer()
        position, number = _numbers(interaction, 2)
        here, person = guild_id(interaction), person_of(interaction)
        await self._services.contests.unpick(here, contest_id, person, number)
        await self._show(interaction, await self._gallery(interaction, contest_id), position)

    async def jump(self, interaction: Interaction, contest_id: int) -> None:
        """The menu of entries, on a page and on a contact sheet."""
        await interaction.response.defer()
        wanted = first_choice(interaction)
        if not wanted.isdecimal():
            raise ButtonOutdated
        gallery = await self._gallery(interaction, contest_id)
        await self._show(interaction, gallery, gallery.position_of(int(wanted)))

    async def sheet(self, interaction: Interaction, contest_id: int) -> None:
        await interaction.response.defer()
        [wanted, *_] = _numbers(interaction, 1)
        gallery = await self._gallery(interaction, contest_id)
        contest = await self._services.contests.get(guild_id(interaction), contest_id)
        page = await self._services.contests.sheet(contest, wanted)
        view, file = sheet_page(contest, page, gallery, private_texts(interaction))
        await interaction.edit_original_response(view=view, attachments=[file])

    async def _gallery(self, interaction: Interaction, contest_id: int) -> Gallery:
        here, person = guild_id(interaction), person_of(interaction)
        return await self._services.contests.open_gallery(here, contest_id, person)

    async def _show(self, interaction: Interaction, gallery: Gallery, position: int) -> None:
        contest_id, user_id = gallery.contest_id, gallery.user_id
        page, data = await self._services.contests.page(contest_id, user_id, position)
        view, file = gallery_page(page, data, gallery, private_texts(interaction))
        await interaction.edit_original_response(view=view, attachments=[file])


def gallery_page(
    page: GalleryPage, data: bytes, gallery: Gallery, texts: Texts
) -> tuple[Layout, discord.File]:
    """An entry with all controls for browsing and picking."""
    contest, number = page.contest, page.number
    file = discord.File(
        io.BytesIO(data), f"entry-{number}.jpg", description=texts("contest-entry-alt", number=number)
    )
    lines = [
        texts(
            "contest-page",
            number=number,
            position=page.position,
            entries=page.entries,
            used=page.used,
            limit=page.limit,
        )
    ]
    if page.own:
        lines.append(texts("contest-page-own"))
    if page.maker_id is not None:
        lines.append(texts("contest-page-maker", user=user(texts, page.maker_id)))
    if page.disqualified is not None:
        lines.append(texts("contest-page-disqualified", reason=escape(page.disqualified, REASON_SHOWN)))
    until = full_time(contest.settings.schedule.votes_until_ms)
    lines.append(f"-# {texts('contest-page-receipt', receipt=page.receipt, until=until)}")
    media = discord.ui.MediaGallery[Any](discord.MediaGalleryItem(file.uri))
    turning = [
        EaselButton.of(
            ids.turn_id(contest.id, (page.position - 2) % page.entries + 1, "back"),
            texts("contest-previous-label"),
        ),
        EaselButton.of(
            ids.turn_id(contest.id, page.position % page.entries + 1, "on"), texts("contest-next-label")
        ),
        _pick_button(page, texts),
        EaselButton.of(ids.sheet_id(contest.id, -(-number // 20), "all"), texts("contest-sheet-label")),
    ]
    items = [text(f"**{title(contest)}**"), media, text(*lines), row(*turning)]
    if page.entries > 1:
        items.append(row(_jump(contest, gallery, _around(gallery, page.position), number, texts)))
    return card(*items), file


def sheet_page(
    contest: Contest, page: SheetPage, gallery: Gallery, texts: Texts
) -> tuple[Layout, discord.File]:
    """A contact sheet, with a menu to jump to one of its entries."""
    file = discord.File(io.BytesIO(page.data), f"sheet-{page.sheet}.jpg")
    media = discord.ui.MediaGallery[Any](discord.MediaGalleryItem(file.uri))
    numbers = [number for number in sorted(gallery.order) if -(-number // 20) == page.sheet]
    buttons = [EaselButton.of(ids.turn_id(contest.id, 1, "one"), texts("contest-one-label"))]
    if page.sheets > 1:
        before, after = (page.sheet - 2) % page.sheets + 1, page.sheet % page.sheets + 1
        buttons = [
            EaselButton.of(ids.sheet_id(contest.id, before, "back"), texts("contest-previous-label")),
            EaselButton.of(ids.sheet_id(contest.id, after, "on"), texts("contest-next-label")),
            *buttons,
        ]
    return card(
        text(texts("contest-sheet", title=title(contest), sheet=page.sheet, sheets=page.sheets)),
        media,
        row(*buttons),
        row(_jump(contest, gallery, numbers, None, texts)),
    ), file


def _pick_button(page: GalleryPage, texts: Texts) -> EaselButton:
    contest_id = page.contest.id
    if page.picked:
        return EaselButton.of(
            ids.unpick_id(contest_id, page.position, page.number), texts("contest-unpick-label")
        )
    button = EaselButton.of(
        ids.pick_id(contest_id, page.position, page.number),
        texts("contest-pick-label"),
        discord.ButtonStyle.success,
    )
    button.item.disabled = page.own or page.disqualified is not None or page.used >= page.limit
    return button


def _jump(
    contest: Contest, gallery: Gallery, numbers: list[int], current: int | None, texts: Texts
) -> discord.ui.Item[Any]:
    if not numbers:
        raise NoSuchEntry
    options = {
        str(number): texts("contest-jump-choice", number=number, picked=number in gallery.picked)
        for number in numbers
    }
    placeholder = texts("contest-jump-placeholder")
    return menu(ids.jump_id(contest.id), placeholder, options, None if current is None else str(current))


def _around(gallery: Gallery, position: int) -> list[int]:
    """As many entries as fit into a menu: the voter's picks first, then the next ones in their order."""
    order = gallery.order
    start = max(0, min(position - 1 - MOST_OPTIONS // 2, len(order) - MOST_OPTIONS))
    near = list(order[start : start + MOST_OPTIONS])
    missed = [number for number in order if number in gallery.picked and number not in near]
    kept = [number for number in near if number in gallery.picked or number == order[position - 1]]
    others = [number for number in near if number not in kept]
    wanted = {*kept, *missed, *others[: MOST_OPTIONS - len(kept) - len(missed)]}
    return [number for number in order if number in wanted]


def _numbers(interaction: Interaction, count: int) -> tuple[int, ...]:
    """The numbers in a button. Raises `ButtonOutdated`."""
    found = ids.numbers_of(ButtonId.of(interaction))
    if len(found) < count:
        raise ButtonOutdated
    return found
