"""A server's settings, and what they mean for one request.

Ids are Discord's. Times are milliseconds since the epoch, and spans are seconds.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.generation.models import PictureFormat, Preset
from bot.generation.request import Style
from bot.servers.refusals import InvalidStyle, NoSuchStyle, TooManyStyles

MOST_COUNT = 4  # pictures in one request
STRICTEST, LOOSEST = 1, 6  # the image API's safety tolerance
USUAL_TOLERANCE = 2  # the image API's default, and the maximum in channels that aren't age-restricted
MOST_STYLES = 25  # Discord's limit for a menu
STYLE_NAME_LENGTH = 50  # characters
STYLE_TEXT_LENGTH = 1_000
PROMPT_PLACE = "{prompt}"

REFUSED_WITHIN_MS = 10 * 60 * 1000  # how long a refused prompt counts against a member
ASK_EVERY_MS = 24 * 3600 * 1000  # how often a member can ask for more tokens


class SpoilerPolicy(StrEnum):
    """When a picture is hidden until somebody clicks it."""

    OPTIONAL = "optional"  # the member decides
    OUTSIDE_AGE_RESTRICTED = "outside_age_restricted"  # always, except in age-restricted channels
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """A server's settings. Without channels or roles, all of them are allowed.

    `most_in_progress`, `most_per_day` and `cooldown_seconds` apply to each member, and None means no limit.
    Days are those of the server's time zone. `strikes` refused prompts within `REFUSED_WITHIN_MS` pause a
    member for `pause_minutes`, and 0 turns that off. Without a `language`, it's the server's language on
    Discord.
    """

    channel_ids: tuple[int, ...] = ()
    role_ids: tuple[int, ...] = ()
    default_preset: Preset | None = None
    default_format: PictureFormat = PictureFormat.PNG
    default_private: bool = False
    most_count: int = MOST_COUNT
    most_in_progress: int | None = None
    most_per_day: int | None = None
    cooldown_seconds: int | None = None
    styles: tuple[Style, ...] = ()
    spoilers: SpoilerPolicy = SpoilerPolicy.OPTIONAL
    blocked_words: tuple[str, ...] = ()
    tolerance: int = USUAL_TOLERANCE
    safety_checker: bool = True
    refusals_to_staff: bool = False
    strikes: int = 3
    pause_minutes: int = 15
    gallery_channel_id: int | None = None
    language: str | None = None

    def style(self, name: str) -> Style:
        """The style with that name. Raises `NoSuchStyle`."""
        for style in self.styles:
            if style.name.casefold() == name.strip().casefold():
                return style
        raise NoSuchStyle(name)

    def tolerance_in(self, *, age_restricted: bool) -> int:
        """The safety tolerance for a channel, never above the usual if minors can see it."""
        return self.tolerance if age_restricted else min(self.tolerance, USUAL_TOLERANCE)

    def hides(self, *, asked: bool, age_restricted: bool) -> bool:
        """Whether a picture becomes a spoiler. `asked` means that the member wants that."""
        match self.spoilers:
            case SpoilerPolicy.ALWAYS:
                return True
            case SpoilerPolicy.OUTSIDE_AGE_RESTRICTED:
                return asked or not age_restricted
            case SpoilerPolicy.OPTIONAL:
                return asked


def parse_style(name: str, text: str) -> Style:
    """A style as a moderator typed it. Raises `InvalidStyle` with the problem."""
    name, text = " ".join(name.split()), text.strip()
    if not 0 < len(name) <= STYLE_NAME_LENGTH:
        raise InvalidStyle("name", name, STYLE_NAME_LENGTH)
    if len(text) > STYLE_TEXT_LENGTH:
        raise InvalidStyle("length", name, STYLE_TEXT_LENGTH)
    if text.count(PROMPT_PLACE) != 1:
        raise InvalidStyle("place", name, 1)
    before, _, after = text.partition(PROMPT_PLACE)
    return Style(name, before, after)


def with_style(styles: Iterable[Style], style: Style, *, replacing: str | None = None) -> tuple[Style, ...]:
    """The styles with this one added, or in place of the one called `replacing`.

    Raises `InvalidStyle` if another one has its name, and `TooManyStyles`.
    """
    others = [each for each in styles if each.name != replacing]
    if any(each.name.casefold() == style.name.casefold() for each in others):
        raise InvalidStyle("taken", style.name, 1)
    if len(others) >= MOST_STYLES:
        raise TooManyStyles(MOST_STYLES)
    return tuple(sorted([*others, style], key=lambda each: each.name.casefold()))


def style_text(style: Style) -> str:
    """The text as moderators type it."""
    return f"{style.before}{PROMPT_PLACE}{style.after}"
