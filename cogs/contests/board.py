"""Discord for contests: their messages, the winner's role, and messages to makers."""

import io
import logging
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import discord

from bot.budgets.outbox import NoticeKind
from bot.contests.model import Contest, Entry, Phase
from bot.contests.ports import Results, SheetPage, Shown, Task, TaskKind
from bot.errors import DeliveryForbidden, EaselError
from cogs.client import EaselClient
from cogs.contests import ids
from cogs.contests.cards import card, contest_card, row, text, title, vote_button
from cogs.contests.permissions import can_give, can_pin
from cogs.contests.results import podium, results_card
from cogs.contests.services import ContestServices
from cogs.errors.delivery import channel_errors
from cogs.texts import Texts

log = logging.getLogger(__name__)

LOOKED_THROUGH = 500  # messages since the contest was created, when looking for one after a crash
DRIFT = timedelta(minutes=2)  # how far Discord's clock and ours can differ
UNKNOWN_MEMBER, UNKNOWN_MESSAGE = 10007, 10008  # Discord's JSON error codes

Channel = discord.PartialMessageable
Data = Mapping[str, int | str | None]


class DiscordBoard:
    """The port `ContestBoard`. The client has to be logged in."""

    def __init__(self, client: EaselClient, services: ContestServices) -> None:
        self._client = client
        self._services = services

    async def show(self, contest: Contest, shown: Shown) -> int:
        texts = await self._texts(contest.guild_id)
        guild = self._client.get_guild(contest.guild_id)
        view = contest_card(contest, texts)
        channel_id = contest.settings.channel_id
        with channel_errors():
            here = self._channel(contest.guild_id, channel_id)
            known = message_id = shown.message_id if shown.channel_id == channel_id else None
            if message_id is None:
                message_id = await self._found(here, contest, _has_button(str(ids.rules_id(contest.id))))
            if message_id is None or not await _edited(here, message_id, view):
                # Discord itself refuses to post the same nonce twice within a few minutes.
                message = await here.send(view=view, nonce=f"c{contest.id}-{contest.revision}")
                message_id = message.id
        if message_id != known:  # also one that an earlier process posted just before it died
            await self._pin(guild, contest, here.get_partial_message(message_id))
        if shown.message_id is not None and shown.channel_id != channel_id:
            await self._remove(contest.guild_id, shown.channel_id, shown.message_id)
        return message_id

    async def post_sheet(self, contest: Contest, page: SheetPage) -> int:
        texts = await self._texts(contest.guild_id)
        file = discord.File(io.BytesIO(page.data), sheet_name(contest.id, page.sheet))
        said = texts("contest-sheet", title=title(contest), sheet=page.sheet, sheets=page.sheets)
        voting = [row(vote_button(contest, texts))] if contest.phase is Phase.VOTING else []
        view = card(text(said), discord.ui.MediaGallery[Any](discord.MediaGalleryItem(file.uri)), *voting)
        with channel_errors():
            here = self._channel(contest.guild_id, contest.settings.channel_id)
            message = await here.send(view=view, file=file, nonce=f"c{contest.id}-s{page.sheet}")
        return message.id

    async def post_results(self, results: Results, key: int, pictures: Mapping[int, bytes]) -> int:
        contest = results.contest
        texts = await self._texts(contest.guild_id)
        drawing = podium(results, pictures, await self._names(results, pictures), texts)
        data = await self._services.pictures.podium(drawing) if drawing.places else None
        try:
            return await self._post_results(contest.settings.channel_id, results, key, data, texts)
        except DeliveryForbidden:
            staff_id = (await self._services.quotas.server(contest.guild_id)).staff_channel_id
            if staff_id is None:
                raise
            return await self._post_results(staff_id, results, key, data, texts)

    async def _post_results(
        self, channel_id: int, results: Results, key: int, data: bytes | None, texts: Texts
    ) -> int:
        contest = results.contest
        file = None if data is None else discord.File(io.BytesIO(data), f"results-{contest.id}-{key}.jpg")
        view = results_card(results, key, texts, None if file is None else file.uri)
        nonce = f"c{contest.id}-r{key}"
        with channel_errors():
            here = self._channel(contest.guild_id, channel_id)
            if file is None:
                message = await here.send(view=view, nonce=nonce)
            else:
                message = await here.send(view=view, file=file, nonce=nonce)
        return message.id

    async def find(self, contest: Contest, task: Task) -> int | None:
        channel_ids = [contest.settings.channel_id]
        wanted: Callable[[discord.Message], bool]
        if task.kind is TaskKind.SHEET:
            wanted = _has_file(sheet_name(contest.id, task.key))
        else:
            wanted = _has_button(str(ids.place_id(contest.id, task.key)))
            staff_id = (await self._services.quotas.server(contest.guild_id)).staff_channel_id
            channel_ids += [staff_id] if staff_id is not None else []
        for channel_id in channel_ids:
            try:
                with channel_errors():
                    found = await self._found(self._channel(contest.guild_id, channel_id), contest, wanted)
            except DeliveryForbidden:
                continue
            if found is not None:
                return found
        return None

    async def give_role(self, contest: Contest, user_id: int) -> None:
        role_id = contest.settings.winner_role_id
        if role_id is None:
            return
        await self._change_role(contest, user_id, role_id, give=True)

    async def take_role(self, contest: Contest, user_id: int) -> None:
        role_id = contest.settings.winner_role_id
        if role_id is not None:
            await self._change_role(contest, user_id, role_id, give=False)

    async def _change_role(self, contest: Contest, user_id: int, role_id: int, *, give: bool) -> None:
        """Gives or removes the role. If that's impossible, the staff is told."""
        guild = self._client.get_guild(contest.guild_id)
        known = guild is not None and not guild.unavailable and guild.me is not None
        why = "forbidden" if give else "kept"
        if not known or can_give(guild, role_id):
            change = self._client.http.add_role if give else self._client.http.remove_role
            try:
                with channel_errors():
                    try:
                        await change(contest.guild_id, user_id, role_id)
                    except discord.NotFound as error:
                        if not give:
                            return  # the member or the role is gone, and the role with it
                        why = "left" if error.code == UNKNOWN_MEMBER else "gone"
                    else:
                        return
            except DeliveryForbidden as error:
                log.warning("contest %d: a role can't be changed: %s", contest.id, error.detail)
        elif guild is not None and guild.get_role(role_id) is None:
            why = "gone"
            if not give:
                return
        data: Data = {"user_id": user_id, "role_id": role_id, "title": contest.settings.title, "why": why}
        now_ms = self._services.now_ms()
        await self._services.outbox.tell_staff(NoticeKind.CONTEST_ROLE, contest.guild_id, data, now_ms)

    async def tell_prize(self, results: Results, number: int) -> None:
        entry, standing = results.entries[number], results.result.by_number[number]
        if entry.user_id is None or not standing.prize:
            return
        data: Data = {
            "title": results.contest.settings.title,
            "number": number,
            "place": standing.place,
            "amount": standing.prize,
            "contest_id": results.contest.id,
        }
        await self._tell(NoticeKind.MEMBER_PRIZE, results.contest.guild_id, entry.user_id, data)

    async def tell_disqualified(self, contest: Contest, entry: Entry) -> None:
        if entry.user_id is None:
            return
        data: Data = {
            "title": contest.settings.title,
            "number": entry.number,
            "reason": entry.disqualified,
            "contest_id": contest.id,
        }
        await self._tell(NoticeKind.MEMBER_DISQUALIFIED, contest.guild_id, entry.user_id, data)

    async def _tell(self, kind: NoticeKind, guild_id: int, user_id: int, data: Data) -> None:
        await self._services.outbox.tell_member(kind, guild_id, user_id, data, self._services.now_ms())

    async def _pin(
        self, guild: discord.Guild | None, contest: Contest, message: discord.PartialMessage
    ) -> None:
        """Pins the message if that's allowed. A contest works without it."""
        if not can_pin(guild, contest.settings.channel_id):
            return
        try:
            with channel_errors():
                await message.pin()
        except EaselError as error:  # the message is there, which is what counts
            log.info("contest %d isn't pinned: %r", contest.id, error)

    async def _remove(self, guild_id: int, channel_id: int, message_id: int) -> None:
        try:
            with channel_errors():
                await self._channel(guild_id, channel_id).get_partial_message(message_id).delete()
        except EaselError as error:  # the new message is there, which is what counts
            log.info("a contest's old message stays: %r", error)

    async def _names(self, results: Results, pictures: Mapping[int, bytes]) -> dict[int, str]:
        """The server names of the makers whose pictures are drawn."""
        names = {}
        for number in pictures:
            user_id = results.entries[number].user_id
            if user_id is None:
                continue
            try:
                with channel_errors():
                    member = await self._client.http.get_member(results.contest.guild_id, user_id)
            except DeliveryForbidden:  # they left
                continue
            account = member["user"]
            names[number] = member.get("nick") or account.get("global_name") or account["username"]
        return names

    async def _texts(self, guild_id: int) -> Texts:
        """The server's language: its setting in Easel, or else on Discord."""
        guild = self._client.get_guild(guild_id)
        default = None if guild is None or guild.unavailable else guild.preferred_locale.value
        return self._client.catalogue.texts(await self._client.server_language(guild_id) or default)

    def _channel(self, guild_id: int, channel_id: int) -> Channel:
        return self._client.get_partial_messageable(channel_id, guild_id=guild_id)

    async def _found(
        self, channel: Channel, contest: Contest, wanted: Callable[[discord.Message], bool]
    ) -> int | None:
        """The bot's newest message that matches. Raises discord.py's errors."""
        async for message in self._own(channel, contest):
            if wanted(message):
                return message.id
        return None

    async def _own(self, channel: Channel, contest: Contest) -> AsyncIterator[discord.Message]:
        created = datetime.fromtimestamp(contest.created_at_ms / 1000, UTC)
        async for message in channel.history(after=created - DRIFT, limit=LOOKED_THROUGH, oldest_first=False):
            if self._client.user is not None and message.author.id == self._client.user.id:
                yield message


def sheet_name(contest_id: int, sheet: int) -> str:
    return f"sheet-{contest_id}-{sheet}.jpg"


def _has_file(name: str) -> Callable[[discord.Message], bool]:
    def wanted(message: discord.Message) -> bool:
        names = [attachment.filename for attachment in message.attachments]
        urls = [
            item.media.url
            for part in _parts(message.components)
            if isinstance(part, discord.MediaGalleryComponent)
            for item in part.items
        ]
        return name in names or any(f"/{name}" in url for url in urls)

    return wanted


def _has_button(custom_id: str) -> Callable[[discord.Message], bool]:
    def wanted(message: discord.Message) -> bool:
        return any(getattr(part, "custom_id", None) == custom_id for part in _parts(message.components))

    return wanted


def _parts(components: Iterable[discord.Component]) -> Iterator[discord.Component]:
    for component in components:
        yield component
        yield from _parts(getattr(component, "children", ()))


async def _edited(channel: Channel, message_id: int, view: discord.ui.LayoutView) -> bool:
    """False if somebody deleted the message."""
    try:
        await channel.get_partial_message(message_id).edit(view=view)
    except discord.NotFound as error:
        if error.code != UNKNOWN_MESSAGE:
            raise
        return False
    return True
