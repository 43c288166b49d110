"""What contests need from outside: the store, pictures, and Discord."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from bot.contests.model import (
    DAY_MS,
    Contest,
    ContestSettings,
    Disqualification,
    Entry,
    MadePicture,
    Move,
    Person,
    Phase,
    Podium,
    Result,
    SheetItem,
)
from bot.contests.refusals import NoSuchEntry
from bot.generation.model import Picture

SHEET_ENTRIES = 20  # thumbnails on one contact sheet
KEEP_TRYING_MS = 7 * DAY_MS  # after its end, how long messages that the bot can't post are retried


@dataclass(frozen=True, slots=True)
class Entered:
    """A new entry. With `out_of_competition`, its maker won recently, so it takes no place."""

    entry: Entry
    out_of_competition: bool


@dataclass(frozen=True, slots=True)
class Gallery:
    """A voter's ballot while they look through the entries.

    `order` has the numbers of all entries, in this voter's own order. `picked` are their picks.
    """

    contest_id: int
    user_id: int
    receipt: str
    order: tuple[int, ...]
    picked: frozenset[int]
    limit: int

    def position_of(self, number: int) -> int:
        """An entry's position in the order, counted from 1. Raises `NoSuchEntry`."""
        if number not in self.order:
            raise NoSuchEntry(number)
        return self.order.index(number) + 1


@dataclass(frozen=True, slots=True)
class GalleryPage:
    """One entry as a voter sees it: "Entry 7 · 3 of 24 · 1 of 3 picks used".

    `position` counts from 1. `own` is the voter's own entry, which they can't pick. `maker_id` is None in an
    anonymous contest.
    """

    contest: Contest
    number: int
    position: int
    entries: int
    generation_id: int
    picked: bool
    own: bool
    maker_id: int | None
    disqualified: str | None
    used: int
    limit: int
    receipt: str


@dataclass(frozen=True, slots=True)
class SheetPage:
    """A contact sheet. `sheet` counts from 1."""

    sheet: int
    sheets: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Results:
    """A closed contest. `entries` are by number, with makers and prompts, which are public now.

    `disqualifications` has all of them, oldest first. `voters` is how many members opened the gallery.
    """

    contest: Contest
    result: Result
    entries: Mapping[int, Entry]
    disqualifications: tuple[Disqualification, ...]
    out_of_competition: frozenset[int]
    hosts: frozenset[int]
    voters: int


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The tokens that a disqualification after the close took from the entry's maker, out of `paid`."""

    disqualification: Disqualification
    user_id: int | None
    paid: int
    taken_back: int


class TaskKind(StrEnum):
    """Work on Discord for a contest. `key` tells tasks of one kind apart.

    Tasks are written in the transaction that causes them and done afterwards, each at least once.
    """

    SHEET = "sheet"  # post contact sheet number `key`, counted from 1
    RESULTS = "results"  # post the results with the podium (see `ContestBoard.post_results` for `key`)
    GIVE_ROLE = "give_role"  # give the winner's role to the member `key`
    TAKE_ROLE = "take_role"  # remove it again
    TELL_PRIZE = "tell_prize"  # tell the maker of entry `key` what they have won
    TELL_DISQUALIFIED = "tell_disqualified"  # tell the maker of entry `key` that it's disqualified, and why


@dataclass(frozen=True, slots=True)
class Task:
    """`attempts` counts earlier starts. If it's above 0 the work may be done already, so look first."""

    id: int
    contest_id: int
    kind: TaskKind
    key: int
    attempts: int


@dataclass(frozen=True, slots=True)
class Shown:
    """The contest's message as last shown: which message, which `revision`, which phase and when."""

    message_id: int | None
    channel_id: int
    revision: int
    phase: Phase | None
    at_ms: int


class ContestStore(Protocol):
    """Every method is one transaction and can raise `StorageUnavailable`. Then nothing was written.

    Deadlines are checked in the write itself, by the store's clock. Refusals raise one of
    `bot.contests.refusals` and change nothing. Methods with a `guild_id` raise `NoSuchContest` for another
    server's contest.
    """

    # Reading.

    async def get(self, guild_id: int, contest_id: int) -> Contest: ...

    async def find(self, contest_id: int) -> Contest:
        """A contest of any server."""
        ...

    async def of_guild(self, guild_id: int, phases: Collection[Phase], *, limit: int = 25) -> list[Contest]:
        """Newest first."""
        ...

    async def hosts_role(self, guild_id: int) -> int | None: ...

    async def entry(self, contest_id: int, number: int) -> Entry:
        """Raises `NoSuchEntry`."""
        ...

    async def entries_of(self, contest_id: int, user_id: int) -> list[Entry]:
        """A member's own entries, oldest first."""
        ...

    async def numbered(self, contest_id: int, *, after: int = 0, limit: int = 25) -> list[Entry]:
        """Entries by number. None before voting opens."""
        ...

    async def pictures(
        self, guild_id: int, user_id: int, *, since_ms: int, limit: int = 25
    ) -> list[MadePicture]:
        """A member's own delivered pictures, newest first."""
        ...

    async def picture(self, generation_id: int) -> MadePicture | None:
        """A picture that was delivered or is being delivered."""
        ...

    async def gallery(self, contest_id: int, user_id: int) -> Gallery | None:
        """None if the member hasn't opened it."""
        ...

    async def page(self, contest_id: int, user_id: int, position: int) -> GalleryPage:
        """The entry at a position from 1 in the voter's own order. Equally fast for any number of entries.

        Positions wrap around. Raises `NoSuchEntry` if the member hasn't opened the gallery.
        """
        ...

    async def results(self, guild_id: int, contest_id: int) -> Results:
        """Raises `WrongPhase` until the contest has closed."""
        ...

    async def record(self, guild_id: int, contest_id: int) -> dict[str, Any]:
        """The verifiable record (see `bot.contests.record`). Raises `WrongPhase` until it has closed."""
        ...

    # Hosting.

    async def create(self, guild_id: int, creator_id: int, settings: ContestSettings, seed: bytes) -> Contest:
        """Raises what `rules.check_settings` does."""
        ...

    async def create_from_draft(self, guild_id: int, creator_id: int, draft_id: int, seed: bytes) -> Contest:
        """Creates the draft's contest and deletes the draft, so it's created at most once.

        Raises `NoSuchDraft`, and like `create`. The draft is then kept.
        """
        ...

    async def save_draft(self, draft_id: int, guild_id: int, user_id: int, settings: ContestSettings) -> None:
        """Keeps a host's settings for at least a day. Saving the same ID again changes nothing."""
        ...

    async def change_draft(
        self, draft_id: int, guild_id: int, user_id: int, settings: ContestSettings
    ) -> None:
        """Raises `NoSuchDraft`."""
        ...

    async def draft(self, draft_id: int, guild_id: int, user_id: int) -> ContestSettings:
        """A member's own draft. Raises `NoSuchDraft`."""
        ...

    async def discard_draft(self, draft_id: int, guild_id: int, user_id: int) -> None:
        """Raises `NoSuchDraft`."""
        ...

    async def set_hosts_role(self, guild_id: int, role_id: int | None, actor_id: int) -> int | None:
        """Returns the previous role."""
        ...

    async def extend(self, guild_id: int, contest_id: int, until_ms: int, actor_id: int) -> Contest:
        """Raises what `rules.extended` does."""
        ...

    async def end_phase(self, guild_id: int, contest_id: int, phase: Phase, actor_id: int) -> Contest:
        """Ends `phase` now. Raises `WrongPhase` if it's another one, because the clock was faster."""
        ...

    async def cancel(self, guild_id: int, contest_id: int, reason: str, actor_id: int | None) -> Contest:
        """Raises `WrongPhase` for a contest that has ended. Nothing is paid or revealed."""
        ...

    async def edit(
        self,
        guild_id: int,
        contest_id: int,
        actor_id: int,
        *,
        description: str | None = None,
        channel_id: int | None = None,
        prizes: Sequence[int] | None = None,
    ) -> Contest:
        """Changes whatever isn't None. An empty description removes it. Raises what `rules.check_edit` does,
        and `WrongPhase` for a contest that has ended.
        """
        ...

    async def disqualify(
        self,
        guild_id: int,
        contest_id: int,
        number: int,
        reason: str,
        actor_id: int,
        *,
        move_up: bool = False,
    ) -> TakenBack:
        """During voting, the entry takes no place. After the close, its place is annulled and its unspent
        prizes are taken back. With `move_up`, everything is counted again without it, and those who move up
        are paid the difference.

        Raises `WrongPhase` before voting and for a cancelled contest, `NoSuchEntry`, `EntryDisqualified`, and
        `TookPart` after the close for someone with an entry of their own.
        """
        ...

    # Taking part.

    async def enter(
        self, guild_id: int, contest_id: int, person: Person, generation_id: int, copy: bytes
    ) -> Entered:
        """`copy` is the picture that voters will see. It's stored from now on, whatever happens on Discord.

        Raises `WrongPhase`, `DeadlinePassed`, `NotEligible`, `HostsTakeNoPart`, `PictureNotEligible`,
        `TooManyEntries` or `ContestFull`.
        """
        ...

    async def withdraw(self, guild_id: int, contest_id: int, user_id: int, generation_id: int) -> None:
        """Possible until voting opens. Raises `WrongPhase`, `DeadlinePassed` or `NoSuchEntry`."""
        ...

    async def fund(self, guild_id: int, contest_id: int, person: Person, price: int) -> int:
        """Gives the member tokens from the pool, so that they can make an entry for `price`.

        Returns how many. Tokens they still have from the pool count. They expire when entries close. Raises
        `PoolEmpty`, `TooManyEntries` if they couldn't enter it, and like `enter`.
        """
        ...

    async def open_gallery(self, guild_id: int, contest_id: int, person: Person) -> Gallery:
        """The voter's ballot, created when they first open the gallery. Raises like `pick`."""
        ...

    async def look(self, contest_id: int, user_id: int, position: int) -> None:
        """Records that the voter was shown the entry at this position."""
        ...

    async def pick(self, guild_id: int, contest_id: int, person: Person, number: int) -> int:
        """Approves an entry and returns the picks used. Approving it again changes nothing.

        Raises `WrongPhase`, `DeadlinePassed`, `NotEligible`, `HostsTakeNoPart`, `OwnEntry`, `NoSuchEntry`,
        `EntryDisqualified` or `NoPicksLeft`.
        """
        ...

    async def unpick(self, guild_id: int, contest_id: int, person: Person, number: int) -> int:
        """Removes the approval and returns the picks used. Raises like `pick`."""
        ...

    # The clock and its consequences.

    async def next_move_at_ms(self) -> int | None:
        """When the next phase of any contest ends, or None if none is running."""
        ...

    async def due(self, *, limit: int = 50) -> list[int]:
        """Contests whose current phase is over."""
        ...

    async def move(self, contest_id: int) -> Move | None:
        """Makes the due move and everything that belongs to it: numbers and picks when voting opens, places
        and prizes at the close. None if none is due, or another process made it.
        """
        ...

    async def to_show(self, *, limit: int = 50) -> list[int]:
        """Contests whose message is outdated and due: at once after a change of phase or by a host, and 30 s
        after it was last shown for a change of counts. Never `KEEP_TRYING_MS` after their end.
        """
        ...

    async def begin_showing(self, contest_id: int) -> tuple[Contest, Shown] | None:
        """Claims the update for 15 s. None if it isn't due, or another process claimed it."""
        ...

    async def show_later(self, contest_id: int) -> None:
        """The bot isn't allowed to show it. It's due again in 30 s."""
        ...

    async def shown(self, contest: Contest, message_id: int) -> None:
        """The contest's message now shows this `contest`."""
        ...

    async def tasks(self, *, limit: int = 50) -> list[Task]:
        """Tasks that are due and not done, oldest first."""
        ...

    async def begin(self, task: Task) -> bool:
        """Claims one start of a task. False if it's done, or another process started it meanwhile.

        If it isn't done 15 s after its start, it's due again, later each time.
        """
        ...

    async def done(self, task: Task, message_id: int | None = None) -> None:
        """It was done, or never can be."""
        ...

    # Pictures.

    async def keep_picture(self, generation_id: int, data: bytes) -> None:
        """Stores the copy of a picture that could be entered. Storing it again changes nothing."""
        ...

    async def kept_picture(self, generation_id: int) -> bytes | None: ...

    async def prune(self) -> int:
        """Deletes copies that no contest needs any more, and returns their number."""
        ...


class ContestPictures(Protocol):
    """Draws off the event loop. Every method raises `NotAPicture` for bytes that aren't a picture."""

    async def entry_copy(self, data: bytes) -> Picture:
        """The pixels as a new JPEG without metadata. The same input gives the same output."""
        ...

    async def contact_sheet(self, items: Sequence[SheetItem]) -> bytes:
        """Thumbnails with their labels, as a JPEG. `SHEET_ENTRIES` fit well."""
        ...

    async def podium(self, drawing: Podium) -> bytes:
        """The winners, as a JPEG."""
        ...


class ContestBoard(Protocol):
    """Discord for contests: a contest's message, and everything that's posted and given along with it.

    After `DeliveryFailed` it's retried. So is a message after `DeliveryForbidden`, until `KEEP_TRYING_MS`
    after the contest's end, because a permission may come back. Every posted message has the contest's id and
    the task's kind and key in a file name or button, so that `find` recognizes it after a crash.
    """

    async def show(self, contest: Contest, shown: Shown) -> int:
        """Edits the contest's message, or posts it (and pins it if allowed) and returns its id.

        If `shown` has no message, looks for one first, because an earlier attempt may have posted it.
        """
        ...

    async def post_sheet(self, contest: Contest, page: SheetPage) -> int:
        """Posts a contact sheet and returns the message's id."""
        ...

    async def post_results(self, results: Results, key: int, pictures: Mapping[int, bytes]) -> int:
        """Posts the results and returns the message's id. `pictures` has copies for the podium, by number.

        `key` 0 means the results of the close, and a higher one means that they changed: it's the number of
        disqualifications, the last of which came after the close. They go to the staff channel if the
        contest's channel is gone or closed to the bot.
        """
        ...

    async def find(self, contest: Contest, task: Task) -> int | None:
        """The message that an earlier attempt at this task posted, or None."""
        ...

    async def give_role(self, contest: Contest, user_id: int) -> None:
        """Gives the winner's role. If the member has left, the staff is told."""
        ...

    async def take_role(self, contest: Contest, user_id: int) -> None: ...

    async def tell_prize(self, results: Results, number: int) -> None:
        """Tells the maker of a paid entry privately. Nothing is lost if that's impossible."""
        ...

    async def tell_disqualified(self, contest: Contest, entry: Entry) -> None:
        """Tells the maker of a disqualified entry the reason, privately."""
        ...
