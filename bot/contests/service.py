"""Contests for commands and buttons, and the clock that moves them."""

import asyncio
import json
import logging
import secrets
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import suppress

from bot.contests import refusals
from bot.contests.model import (
    Contest,
    ContestSettings,
    Entry,
    MadePicture,
    Person,
    Phase,
    SheetItem,
    Standing,
)
from bot.contests.ports import (
    KEEP_TRYING_MS,
    SHEET_ENTRIES,
    ContestBoard,
    ContestPictures,
    ContestStore,
    Entered,
    Gallery,
    GalleryPage,
    Results,
    SheetPage,
    TakenBack,
    Task,
    TaskKind,
)
from bot.contests.record import SEED_BYTES
from bot.contests.rules import check_entrant, check_host, check_picture, check_running, check_settings
from bot.errors import DeliveryFailed, DeliveryForbidden, EaselError, NotAPicture, Refused, StorageUnavailable

log = logging.getLogger(__name__)

CLOCK_SECONDS = 1.0
CATCH_UP_SECONDS = 2.0
TROUBLE_SECONDS = 5.0
TIDY_SECONDS = 6 * 3600.0
AT_ONCE = 5  # contests that are shown at the same time
MOST_SHEETS_KEPT = 8
PODIUM_PLACES = 9  # maximum number of pictures on the podium, if many tie
MESSAGES = (TaskKind.SHEET, TaskKind.RESULTS)
RUNNING = (Phase.ANNOUNCED, Phase.OPEN, Phase.VOTING)


class ContestService:
    """Everything about contests except Discord.

    Methods raise what the store's methods of the same name do (see `bot.contests.ports.ContestStore`), and
    `StorageUnavailable`. Those for hosts also raise `NotHost`.
    """

    def __init__(self, store: ContestStore, pictures: ContestPictures, now_ms: Callable[[], int]) -> None:
        self._store = store
        self._pictures = pictures
        self._now_ms = now_ms
        self._sheets: OrderedDict[tuple[int, int, int], bytes] = OrderedDict()
        self._changed = asyncio.Event()

    # Reading.

    async def get(self, guild_id: int, contest_id: int) -> Contest:
        return await self._store.get(guild_id, contest_id)

    async def contests(
        self, guild_id: int, phases: Collection[Phase] = RUNNING, *, limit: int = 25
    ) -> list[Contest]:
        """Newest first."""
        return await self._store.of_guild(guild_id, phases, limit=limit)

    async def hosts_role(self, guild_id: int) -> int | None:
        return await self._store.hosts_role(guild_id)

    async def results(self, guild_id: int, contest_id: int) -> Results:
        return await self._store.results(guild_id, contest_id)

    async def own_standings(self, guild_id: int, contest_id: int, user_id: int) -> list[Standing]:
        """The results of a member's own entries, best first."""
        results = await self._store.results(guild_id, contest_id)
        own = {number for number, entry in results.entries.items() if entry.user_id == user_id}
        return [standing for standing in results.result.standings if standing.number in own]

    async def record(self, guild_id: int, contest_id: int) -> bytes:
        """The record as a JSON file."""
        record = await self._store.record(guild_id, contest_id)
        return json.dumps(record, ensure_ascii=False, indent=1).encode() + b"\n"

    # Hosting.

    def check(self, guild_id: int, settings: ContestSettings) -> None:
        """For the preview. Raises what `create` would."""
        check_settings(settings, guild_id, self._now_ms())

    async def create(self, guild_id: int, person: Person, settings: ContestSettings) -> Contest:
        """Opens it at once if its opening time isn't in the future."""
        await self.check_host(guild_id, person)
        seed = secrets.token_bytes(SEED_BYTES)
        return self._noticed(await self._store.create(guild_id, person.user_id, settings, seed))

    async def save_draft(
        self, guild_id: int, person: Person, draft_id: int, settings: ContestSettings
    ) -> None:
        """Stores a contest in preparation. Raises what `create` would, and `NotHost`."""
        await self.check_host(guild_id, person)
        self.check(guild_id, settings)
        await self._store.save_draft(draft_id, guild_id, person.user_id, settings)

    async def change_draft(
        self, guild_id: int, person: Person, draft_id: int, settings: ContestSettings
    ) -> None:
        """Raises like `save_draft`, and `NoSuchDraft`."""
        await self.check_host(guild_id, person)
        self.check(guild_id, settings)
        await self._store.change_draft(draft_id, guild_id, person.user_id, settings)

    async def draft(self, guild_id: int, person: Person, draft_id: int) -> ContestSettings:
        """Raises `NotHost` or `NoSuchDraft`."""
        await self.check_host(guild_id, person)
        return await self._store.draft(draft_id, guild_id, person.user_id)

    async def create_from_draft(self, guild_id: int, person: Person, draft_id: int) -> Contest:
        """Like `create`, at most once for each draft. Also raises `NoSuchDraft`."""
        await self.check_host(guild_id, person)
        seed = secrets.token_bytes(SEED_BYTES)
        return self._noticed(await self._store.create_from_draft(guild_id, person.user_id, draft_id, seed))

    async def discard_draft(self, guild_id: int, person: Person, draft_id: int) -> None:
        """Raises `NoSuchDraft`."""
        await self._store.discard_draft(draft_id, guild_id, person.user_id)

    async def check_host(self, guild_id: int, person: Person) -> None:
        """Raises `NotHost`."""
        check_host(person, await self._store.hosts_role(guild_id))

    async def set_hosts_role(self, guild_id: int, person: Person, role_id: int | None) -> int | None:
        """Only members who can manage the server choose who else can host. Returns the previous role."""
        check_host(person, None)
        return await self._store.set_hosts_role(guild_id, role_id, person.user_id)

    async def extend(self, guild_id: int, contest_id: int, person: Person, until_ms: int) -> Contest:
        await self.check_host(guild_id, person)
        return self._noticed(await self._store.extend(guild_id, contest_id, until_ms, person.user_id))

    async def end_phase(self, guild_id: int, contest_id: int, person: Person, phase: Phase) -> Contest:
        """Ends the phase that the host saw."""
        await self.check_host(guild_id, person)
        return self._noticed(await self._store.end_phase(guild_id, contest_id, phase, person.user_id))

    async def cancel(self, guild_id: int, contest_id: int, person: Person, reason: str) -> Contest:
        await self.check_host(guild_id, person)
        return self._noticed(await self._store.cancel(guild_id, contest_id, reason, person.user_id))

    async def edit(
        self,
        guild_id: int,
        contest_id: int,
        person: Person,
        *,
        description: str | None = None,
        channel_id: int | None = None,
        prizes: Sequence[int] | None = None,
    ) -> Contest:
        """Changes whatever isn't None. An empty description removes it."""
        await self.check_host(guild_id, person)
        edited = await self._store.edit(
            guild_id,
            contest_id,
            person.user_id,
            description=description,
            channel_id=channel_id,
            prizes=prizes,
        )
        return self._noticed(edited)

    async def disqualify(
        self,
        guild_id: int,
        contest_id: int,
        person: Person,
        number: int,
        reason: str,
        *,
        move_up: bool = False,
    ) -> TakenBack:
        await self.check_host(guild_id, person)
        taken_back = await self._store.disqualify(
            guild_id, contest_id, number, reason, person.user_id, move_up=move_up
        )
        self._changed.set()
        return taken_back

    # Entering.

    async def enterable(self, guild_id: int, contest_id: int, person: Person) -> list[MadePicture]:
        """The member's own pictures that they could enter, newest first."""
        contest = await self._store.get(guild_id, contest_id)
        if contest.phase is not Phase.OPEN:
            return []
        since_ms = contest.settings.schedule.opens_at_ms
        made = await self._store.pictures(guild_id, person.user_id, since_ms=since_ms)
        entered = {entry.generation_id for entry in await self._store.entries_of(contest_id, person.user_id)}
        return [
            each
            for each in made
            if each.generation_id not in entered and _allows(contest, each, person.user_id)
        ]

    async def check_entrant(self, guild_id: int, contest_id: int, person: Person) -> Contest:
        """Checks whether the member could enter another picture, before they pay for it.

        Raises what `enter` would before it sees one.
        """
        contest = await self._open_to(guild_id, contest_id, person)
        _check_room(contest, await self._store.entries_of(contest_id, person.user_id))
        return contest

    async def check_entry(
        self, guild_id: int, contest_id: int, person: Person, generation_id: int
    ) -> Contest:
        """Checks whether the member could enter this picture. Raises what `enter` would."""
        contest = await self._open_to(guild_id, contest_id, person)
        check_picture(contest, await self._store.picture(generation_id), person.user_id)
        entries = await self._store.entries_of(contest_id, person.user_id)
        if any(entry.generation_id == generation_id for entry in entries):
            raise refusals.AlreadyEntered
        _check_room(contest, entries)
        return contest

    async def enter(
        self, guild_id: int, contest_id: int, person: Person, generation_id: int, data: bytes | None = None
    ) -> Entered:
        """Enters a picture. `data` must be its file from the bot's own message, because nothing else proves
        that it's the picture of this generation. It's None if only the stored copy is left.

        Raises `NoCopyLeft` if there's none, and `NotAPicture` for broken bytes.
        """
        contest = await self._open_to(guild_id, contest_id, person)
        check_picture(contest, await self._store.picture(generation_id), person.user_id)
        copy = await self._store.kept_picture(generation_id)
        if copy is None:
            if data is None:
                raise refusals.NoCopyLeft
            copy = (await self._pictures.entry_copy(data)).data
        entered = await self._store.enter(guild_id, contest_id, person, generation_id, copy)
        self._changed.set()
        return entered

    async def withdraw(self, guild_id: int, contest_id: int, person: Person, generation_id: int) -> None:
        await self._store.withdraw(guild_id, contest_id, person.user_id, generation_id)
        self._changed.set()

    async def fund(self, guild_id: int, contest_id: int, person: Person, price: int) -> int:
        """Gives the member the tokens they need for an entry from the pool, and returns their number."""
        return await self._store.fund(guild_id, contest_id, person, price)

    async def delivered(self, guild_id: int, generation_id: int, data: bytes) -> None:
        """Call it with every delivered picture. Stores a copy while a contest is open there.

        A private picture can't be downloaded from Discord later. Only raises for bugs.
        """
        try:
            if await self._store.of_guild(guild_id, (Phase.OPEN,), limit=1):
                copy = await self._pictures.entry_copy(data)
                await self._store.keep_picture(generation_id, copy.data)
        except EaselError as error:
            log.warning("couldn't store a copy of picture %d for contests: %r", generation_id, error)

    async def _open_to(self, guild_id: int, contest_id: int, person: Person) -> Contest:
        """A contest that this member can enter now."""
        contest = await self._store.get(guild_id, contest_id)
        check_running(contest, Phase.OPEN, self._now_ms())
        check_entrant(contest, person)
        return contest

    # Voting.

    async def open_gallery(self, guild_id: int, contest_id: int, person: Person) -> Gallery:
        """The voter's own order of the entries, and their picks."""
        return await self._store.open_gallery(guild_id, contest_id, person)

    async def page(self, contest_id: int, user_id: int, position: int) -> tuple[GalleryPage, bytes]:
        """The entry at a position of the voter's own order, and its picture. Positions wrap around.

        Raises `NoSuchEntry` if they haven't opened the gallery.
        """
        page = await self._store.page(contest_id, user_id, position)
        data = await self._store.kept_picture(page.generation_id)
        if data is None:
            raise refusals.NoCopyLeft
        await self._store.look(contest_id, user_id, page.position)
        return page, data

    async def entries_of(self, guild_id: int, contest_id: int, user_id: int) -> list[Entry]:
        """A member's own entries, oldest first."""
        await self._store.get(guild_id, contest_id)
        return await self._store.entries_of(contest_id, user_id)

    async def numbered(self, guild_id: int, contest_id: int, *, after: int = 0) -> list[Entry]:
        """25 entries by number. None before voting opens."""
        await self._store.get(guild_id, contest_id)
        return await self._store.numbered(contest_id, after=after)

    async def pick(self, guild_id: int, contest_id: int, person: Person, number: int) -> int:
        """Returns how many picks are used now."""
        return await self._store.pick(guild_id, contest_id, person, number)

    async def unpick(self, guild_id: int, contest_id: int, person: Person, number: int) -> int:
        """Returns how many picks are used now."""
        return await self._store.unpick(guild_id, contest_id, person, number)

    async def sheet(self, contest: Contest, sheet: int) -> SheetPage:
        """Contact sheet number `sheet`, from 1 and wrapping around. Raises `NoSuchEntry` before voting."""
        sheets = -(-contest.entries // SHEET_ENTRIES)
        if contest.picks is None or not sheets:
            raise refusals.NoSuchEntry
        sheet = (sheet - 1) % sheets + 1
        key = (contest.id, sheet, sheets)
        if key not in self._sheets:
            self._sheets[key] = await self._drawn(contest.id, sheet)
            while len(self._sheets) > MOST_SHEETS_KEPT:
                self._sheets.popitem(last=False)
        return SheetPage(sheet, sheets, self._sheets[key])

    async def _drawn(self, contest_id: int, sheet: int) -> bytes:
        entries = await self._store.numbered(
            contest_id, after=(sheet - 1) * SHEET_ENTRIES, limit=SHEET_ENTRIES
        )
        items = []
        for entry in entries:
            data = await self._store.kept_picture(entry.generation_id)
            if data is not None:
                items.append(SheetItem(str(entry.number), data))
        return await self._pictures.contact_sheet(items)

    # The clock.

    async def run(self, board: ContestBoard) -> None:
        """Moves contests by the clock and keeps Discord up to date, until it's cancelled.

        Starts with late moves. Only ends by itself with a bug.
        """
        async with asyncio.TaskGroup() as group:
            group.create_task(self._keep_time())
            group.create_task(self._keep_up(board))
            group.create_task(self._keep_tidy())

    async def advance(self) -> int:
        """Makes every due move, and returns how many this process made."""
        made = 0
        while contest_ids := await self._store.due():
            for contest_id in contest_ids:
                move = await self._store.move(contest_id)
                if move is not None:
                    made += 1
                    log.info("contest %d: %s → %s", contest_id, move.source, move.target)
                    self._changed.set()
        return made

    async def catch_up(self, board: ContestBoard) -> None:
        """Shows outdated messages again, and does the due tasks."""
        gate = asyncio.Semaphore(AT_ONCE)
        by_contest: dict[int, list[Task]] = {each: [] for each in await self._store.to_show()}
        for task in await self._store.tasks():
            by_contest.setdefault(task.contest_id, []).append(task)

        async def attend(contest_id: int, tasks: Sequence[Task]) -> None:
            async with gate:
                await self._show(board, contest_id)
                for task in tasks:
                    await self._do(board, task)

        async with asyncio.TaskGroup() as group:
            for contest_id, tasks in by_contest.items():
                group.create_task(attend(contest_id, tasks))

    async def _show(self, board: ContestBoard, contest_id: int) -> None:
        claimed = await self._store.begin_showing(contest_id)
        if claimed is None:
            return
        contest, shown = claimed
        try:
            message_id = await board.show(contest, shown)
        except DeliveryForbidden as error:
            log.warning("contest %d can't be shown for now: %s", contest_id, error.detail)
            await self._store.show_later(contest_id)
            return
        except DeliveryFailed as error:
            log.warning("contest %d isn't shown yet: %s", contest_id, error.detail)
            return
        await self._store.shown(contest, message_id)

    async def _do(self, board: ContestBoard, task: Task) -> None:
        if not await self._store.begin(task):
            return
        message_id = None
        try:
            message_id = await self._perform(board, task)
        except DeliveryFailed as error:
            log.warning("contest %d: %s isn't done yet: %s", task.contest_id, task.kind, error.detail)
            return
        except DeliveryForbidden as error:
            log.warning("contest %d: %s can't be done: %s", task.contest_id, task.kind, error.detail)
            if task.kind in MESSAGES and await self._keeps_trying(task.contest_id):
                return
        except NotAPicture as error:
            log.warning("contest %d: %s can't be done: %s", task.contest_id, task.kind, error.detail)
        except Refused as error:  # cancelled or deleted meanwhile
            log.info("contest %d: %s is obsolete: %r", task.contest_id, task.kind, error)
        await self._store.done(task, message_id)

    async def _keeps_trying(self, contest_id: int) -> bool:
        """Whether to retry a refused message, because a permission may come back."""
        contest = await self._store.find(contest_id)
        return contest.closed_at_ms is None or contest.closed_at_ms > self._now_ms() - KEEP_TRYING_MS

    async def _perform(self, board: ContestBoard, task: Task) -> int | None:
        """Returns the id of the posted message, if there was one."""
        contest = await self._store.find(task.contest_id)
        match task.kind:
            case TaskKind.SHEET | TaskKind.RESULTS:
                return await self._post(board, contest, task)
            case TaskKind.GIVE_ROLE:
                await board.give_role(contest, task.key)
            case TaskKind.TAKE_ROLE:
                await board.take_role(contest, task.key)
            case TaskKind.TELL_PRIZE:
                results = await self._store.results(contest.guild_id, contest.id)
                await board.tell_prize(results, task.key)
            case TaskKind.TELL_DISQUALIFIED:
                await board.tell_disqualified(contest, await self._store.entry(contest.id, task.key))
        return None

    async def _post(self, board: ContestBoard, contest: Contest, task: Task) -> int:
        if task.attempts and (found := await board.find(contest, task)) is not None:
            return found
        if task.kind is TaskKind.SHEET:
            return await board.post_sheet(contest, await self.sheet(contest, task.key))
        results = await self._store.results(contest.guild_id, contest.id)
        return await board.post_results(results, task.key, await self._podium_pictures(results))

    async def _podium_pictures(self, results: Results) -> dict[int, bytes]:
        numbers = [each.number for each in results.result.standings if each.place and each.place <= 3]
        pictures = {}
        for number in numbers[:PODIUM_PLACES]:
            data = await self._store.kept_picture(results.entries[number].generation_id)
            if data is not None:
                pictures[number] = data
        return pictures

    async def prune(self) -> int:
        """Deletes copies of pictures that no contest needs any more, and old drafts."""
        return await self._store.prune()

    async def _keep_time(self) -> None:
        """Reads the wall clock every second, so that any jump is noticed."""
        wait = 0.0
        while True:
            await asyncio.sleep(wait)
            wait = CLOCK_SECONDS if await _worked(self.advance()) else TROUBLE_SECONDS

    async def _keep_tidy(self) -> None:
        while True:
            await _worked(self.prune())
            await asyncio.sleep(TIDY_SECONDS)

    async def _keep_up(self, board: ContestBoard) -> None:
        """At once after changes by this process, and every two seconds for changes by others."""
        while True:
            self._changed.clear()
            if await _worked(self.catch_up(board)):
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._changed.wait(), CATCH_UP_SECONDS)
            else:
                await asyncio.sleep(TROUBLE_SECONDS)

    def _noticed(self, contest: Contest) -> Contest:
        self._changed.set()
        return contest


def _check_room(contest: Contest, entries: Sequence[Entry]) -> None:
    """Raises `TooManyEntries` if the member has no entries left."""
    limit = contest.settings.entries_per_member
    if len(entries) >= limit:
        raise refusals.TooManyEntries(limit)


def _allows(contest: Contest, picture: MadePicture, user_id: int) -> bool:
    try:
        check_picture(contest, picture, user_id)
    except Refused:
        return False
    return True


async def _worked(work: Awaitable[object]) -> bool:
    """Whether the database was available."""
    worked = True
    try:
        await work
    except* StorageUnavailable as errors:
        log.error("contests are waiting for the database: %s", errors.exceptions[0])
        worked = False
    return worked
