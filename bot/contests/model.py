"""The parts of a contest. Times are milliseconds since the epoch, amounts are tokens."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

DAY_MS = 86_400_000


class Phase(StrEnum):
    """announced → open → voting → closed. Any phase before closed can end in cancelled instead."""

    ANNOUNCED = "announced"
    OPEN = "open"
    VOTING = "voting"
    CLOSED = "closed"
    CANCELLED = "cancelled"

    @property
    def is_over(self) -> bool:
        return self in {Phase.CLOSED, Phase.CANCELLED}


class TieRule(StrEnum):
    """`SHARE`: tied entries share the place and split its prizes. `DRAW`: the draw puts them in order."""

    SHARE = "share"
    DRAW = "draw"


@dataclass(frozen=True, slots=True)
class Schedule:
    """When each phase ends. Entries start at `opens_at_ms`, votes at `entries_until_ms`."""

    opens_at_ms: int
    entries_until_ms: int
    votes_until_ms: int

    @property
    def voting_ms(self) -> int:
        """The planned length of voting."""
        return self.votes_until_ms - self.entries_until_ms

    def ends_at_ms(self, phase: Phase) -> int | None:
        """When the phase ends by the clock, or None if it doesn't end."""
        return {
            Phase.ANNOUNCED: self.opens_at_ms,
            Phase.OPEN: self.entries_until_ms,
            Phase.VOTING: self.votes_until_ms,
        }.get(phase)


@dataclass(frozen=True, slots=True)
class ContestSettings:
    """Everything a host sets with `/contest create` and its **More…** button.

    `prizes` are tokens for up to three places. `prizes_expire_after_ms` and `winner_role_for_ms` count from
    the close, and None means forever. `min_days_in_server` is how many days before the opening a member must
    have joined to vote and, if it's above 0, to enter. Without `joined_before_opening`, members who joined
    later can vote. For None, see `rules.picks_allowed` and `rules.quorum_needed`. `cooldown` is the number of
    previous contests whose winners take no place. `pool` pays for entries, at most `pool_per_member` for each
    member (None means up to the pool).
    """

    title: str
    theme: str
    channel_id: int
    schedule: Schedule
    description: str | None = None
    entries_per_member: int = 1
    picks: int | None = None
    prizes: tuple[int, ...] = ()
    prizes_expire_after_ms: int | None = None
    winner_role_id: int | None = None
    winner_role_for_ms: int | None = None
    entrants_role_id: int | None = None
    voters_role_id: int | None = None
    min_days_in_server: int = 0
    min_account_days: int = 14
    joined_before_opening: bool = True
    anonymous: bool = True
    public_entries: bool = False
    quorum: int | None = None
    ties: TieRule = TieRule.SHARE
    cooldown: int = 0
    pool: int = 0
    pool_per_member: int | None = None
    host_may_take_part: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """A member as Discord describes them right now. `joined_at_ms` is None if Discord doesn't say."""

    user_id: int
    role_ids: tuple[int, ...] = ()
    joined_at_ms: int | None = None
    is_bot: bool = False
    can_manage_server: bool = False


@dataclass(frozen=True, slots=True)
class Contest:
    """A contest and its current state.

    `commitment` is the SHA-256 of the seed, which stays in the store until the close. `picks` is how many
    entries a voter can pick, known once voting opens. `closed_at_ms` is also set if it was cancelled.
    `revision` goes up with every change that members can see.
    """

    id: int
    guild_id: int
    creator_id: int
    settings: ContestSettings
    phase: Phase
    created_at_ms: int
    commitment: str
    host_ids: frozenset[int] = frozenset()
    entries: int = 0
    picks: int | None = None
    entries_hash: str | None = None
    closed_at_ms: int | None = None
    cancel_reason: str | None = None
    revision: int = 0


@dataclass(frozen=True, slots=True)
class MadePicture:
    """A picture this bot made, with everything that decides whether it can enter a contest."""

    generation_id: int
    guild_id: int
    user_id: int
    made_at_ms: int
    private: bool
    prompt: str = ""
    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class Disqualification:
    """`after_close` means that the place is annulled, `moved_up` that the entries behind it moved up."""

    number: int
    reason: str
    at_ms: int
    after_close: bool = False
    moved_up: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A picture in a contest. `user_id` and `prompt` are None once their member has erased their data.

    `number` is its public name, or None until voting opens. Numbers are shuffled, so that they don't reveal
    who entered first. `sha256` is the hash of the copy that voters see.
    """

    id: int
    contest_id: int
    user_id: int | None
    generation_id: int
    sha256: str
    entered_at_ms: int
    prompt: str | None = None
    number: int | None = None
    disqualified: str | None = None


@dataclass(frozen=True, slots=True)
class Ballot:
    """One voter's picks. `receipt` is random, and only the voter knows it."""

    receipt: str
    numbers: frozenset[int]


@dataclass(frozen=True, slots=True)
class Count:
    """Everything that the result is computed from.

    `votes` has every entry on the list by its number. `ballots` is the number of ballots, and `quorum` how
    many are needed for prizes. `disqualified`, `out_of_competition` (makers who won a recent contest),
    `erased` (makers who erased their data) and `unpaid` (makers who are hosts) are entry numbers.
    """

    seed: bytes
    entries_hash: str
    votes: Mapping[int, int]
    ballots: int
    ties: TieRule
    prizes: tuple[int, ...]
    quorum: int
    disqualified: frozenset[int] = frozenset()
    out_of_competition: frozenset[int] = frozenset()
    erased: frozenset[int] = frozenset()
    unpaid: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Standing:
    """An entry's result. Without a `place`, it has no votes, or is disqualified, erased or out of
    competition.

    `prize` is paid to its maker. `withheld` would have been paid if they weren't a host.
    """

    number: int
    votes: int
    place: int | None
    prize: int = 0
    withheld: int = 0


@dataclass(frozen=True, slots=True)
class Result:
    """Standings from first to last: places first, then the others by votes and number."""

    standings: tuple[Standing, ...]
    ballots: int
    quorum: int

    @property
    def quorum_met(self) -> bool:
        return self.ballots >= self.quorum

    @property
    def by_number(self) -> Mapping[int, Standing]:
        return {standing.number: standing for standing in self.standings}

    @property
    def winners(self) -> tuple[int, ...]:
        """The entries in first place, or none if the quorum was missed."""
        if not self.quorum_met:
            return ()
        return tuple(standing.number for standing in self.standings if standing.place == 1)


@dataclass(frozen=True, slots=True)
class Move:
    """A change of phase by the clock, and the schedule from then on."""

    source: Phase
    target: Phase
    schedule: Schedule


@dataclass(frozen=True, slots=True)
class SheetItem:
    """A thumbnail on a contact sheet."""

    label: str
    data: bytes


@dataclass(frozen=True, slots=True)
class PodiumPlace:
    """`lines` are below the picture, most important first.

    A line is left out if the font has none of its letters. So start with one that always works, such as
    "Entry 7", and put names after it.
    """

    place: int
    lines: tuple[str, ...]
    data: bytes


@dataclass(frozen=True, slots=True)
class Podium:
    title: str
    subtitle: str
    places: tuple[PodiumPlace, ...] = field(default=())
