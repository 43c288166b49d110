"""Refusals for members and hosts of contests. All are `Refused` and change nothing.

Refused
├── InvalidContestSetting   a setting is out of range, names the setting and the range
│   ├── TextTooLong         title, theme, description or reason
│   ├── TextMissing
│   ├── PrizeGap            a prize for a place without one for the place before
│   └── DependsOn           a setting that does nothing without another
├── DeadlinesOutOfOrder     a phase would end before it starts
├── PhaseTooShort
├── DeadlinePassed          the deadline is already over
├── NotHost                 neither Manage Server nor the hosts' role
├── HostsTakeNoPart         hosts neither enter nor vote
├── NoSuchContest           also if none is running
├── NoSuchDraft             created or discarded already, or older than a day
├── NoSuchEntry
├── WrongPhase              not in this phase, has the current and the required phase
├── NotEligible             a member who can't enter or vote, says why
│   ├── BotsTakeNoPart
│   ├── RoleMissing
│   ├── JoinedTooLate
│   └── AccountTooYoung
├── PictureNotEligible      a picture that can't be entered, says why
│   ├── NotYourPicture      made by somebody else, elsewhere or not at all
│   ├── MadeTooEarly        before entries opened
│   ├── MadeInPublic        everybody has seen who made it
│   ├── AlreadyEntered
│   └── NoCopyLeft          no copy was stored, and Discord's can't be downloaded any more
├── TooManyEntries
├── ContestFull
├── OwnEntry                nobody picks their own entry
├── EntryDisqualified
├── NoPicksLeft
├── TookPart                entrants can't annul places after the close
├── OnlyUp                  prizes and deadlines of a running contest only go up
└── PoolEmpty               the contest's pool has too little left for this picture
"""

from dataclasses import dataclass

from bot.contests.model import Phase
from bot.errors import Refused


@dataclass(eq=False)
class InvalidContestSetting(Refused):
    """`setting` is the option's name. `least` and `most` are both allowed. None means no limit there."""

    setting: str
    least: int | None = None
    most: int | None = None


@dataclass(eq=False)
class TextTooLong(InvalidContestSetting):
    length: int = 0


@dataclass(eq=False)
class TextMissing(InvalidContestSetting):
    pass


@dataclass(eq=False)
class PrizeGap(InvalidContestSetting):
    """`place` is the first place without a prize."""

    place: int = 0


@dataclass(eq=False)
class DependsOn(InvalidContestSetting):
    """`setting` does nothing unless `other` is set."""

    other: str = ""


@dataclass(eq=False)
class DeadlinesOutOfOrder(Refused):
    """`later` would end at `later_at_ms`, which isn't after `earlier_at_ms`, the end of `earlier`.

    Both are option names: `opens`, `entries_until` or `votes_until`.
    """

    earlier: str
    earlier_at_ms: int
    later: str
    later_at_ms: int


@dataclass(eq=False)
class PhaseTooShort(Refused):
    """`phase` would last `length_ms`."""

    phase: Phase
    length_ms: int
    least_ms: int


@dataclass(eq=False)
class DeadlinePassed(Refused):
    """`setting` is the option's name, or the phase that has ended."""

    setting: str
    at_ms: int


@dataclass(eq=False)
class NotHost(Refused):
    """`role_id` is the role that can host, or None if only Manage Server can."""

    role_id: int | None = None


class HostsTakeNoPart(Refused):
    """Hosts created the contest or acted on it."""


class NoSuchContest(Refused):
    pass


class NoSuchDraft(Refused):
    """Somebody created the contest or discarded it, or it's older than a day."""


@dataclass(eq=False)
class NoSuchEntry(Refused):
    """`number` is None if the member has no entry."""

    number: int | None = None


@dataclass(eq=False)
class WrongPhase(Refused):
    """`phase` is the current one, and `needed` the required one, or None for any phase before the end.

    `at_ms` is when the required phase starts, or None if it has started.
    """

    phase: Phase
    needed: Phase | None = None
    at_ms: int | None = None


class NotEligible(Refused):
    """The member can't take part in this."""


class BotsTakeNoPart(NotEligible):
    pass


@dataclass(eq=False)
class RoleMissing(NotEligible):
    role_id: int


@dataclass(eq=False)
class JoinedTooLate(NotEligible):
    """`before_ms` is the latest time to have joined."""

    before_ms: int


@dataclass(eq=False)
class AccountTooYoung(NotEligible):
    """`old_enough_at_ms` is when the account will be old enough."""

    days: int
    old_enough_at_ms: int


class PictureNotEligible(Refused):
    """The picture can't be entered here."""


class NotYourPicture(PictureNotEligible):
    pass


@dataclass(eq=False)
class MadeTooEarly(PictureNotEligible):
    opened_at_ms: int


class MadeInPublic(PictureNotEligible):
    pass


class AlreadyEntered(PictureNotEligible):
    pass


class NoCopyLeft(PictureNotEligible):
    pass


@dataclass(eq=False)
class TooManyEntries(Refused):
    limit: int


@dataclass(eq=False)
class ContestFull(Refused):
    limit: int


class OwnEntry(Refused):
    pass


class EntryDisqualified(Refused):
    pass


@dataclass(eq=False)
class NoPicksLeft(Refused):
    limit: int


class TookPart(Refused):
    pass


@dataclass(eq=False)
class OnlyUp(Refused):
    """`least` is the lowest value it can be changed to, in tokens or as a time in ms."""

    setting: str
    least: int


@dataclass(eq=False)
class PoolEmpty(Refused):
    """`left` is what the member could still get from the pool, and `price` the picture's price."""

    left: int
    price: int
