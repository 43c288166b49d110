"""Who can ask for pictures where, and how the server's settings change a request."""

from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import PromptTooLong
from bot.generation.request import Safety, Style, validated
from bot.servers.admission import Admission, Attempt
from bot.servers.model import ServerSettings, SpoilerPolicy, parse_style, style_text, with_style
from bot.servers.ports import Pause, Refusal, Standing
from bot.servers.refusals import (
    ChannelNotAllowed,
    InvalidStyle,
    MemberPaused,
    NoSuchStyle,
    PromptBlocked,
    RoleNotAllowed,
    TooManyAtOnce,
    TooManyStyles,
)

NOW = 1_750_000_000_000
GUILD, USER, STUDIO, THREAD, ARTIST = 1, 2, 3, 4, 5
ASKED = Attempt(GUILD, USER, (ARTIST,), STUDIO, "a grey wall")


@dataclass
class FakeServers:
    """One server's settings and pause, and what was refused there."""

    settings: ServerSettings = field(default_factory=ServerSettings)
    pause: Pause | None = None
    next_pause: Pause | None = None
    refused: list[Refusal] = field(default_factory=list)

    async def standing(self, guild_id: int, user_id: int) -> Standing:
        return Standing(self.settings, self.pause, newcomer=False, untold=False)

    async def record(self, refusal: Refusal, now_ms: int) -> Pause | None:
        self.refused.append(refusal)
        return self.next_pause


def admission(servers: FakeServers, **options: Any) -> Admission:
    return Admission(servers, servers, lambda: NOW, **options)


async def admitted(attempt: Attempt = ASKED, *, optional: bool = False, **settings: Any) -> Any:
    servers = FakeServers(ServerSettings(**settings))
    return await admission(servers, safety_checker_optional=optional).admit(attempt)


async def test_without_settings_everything_is_allowed():
    """Everyone, everywhere, with the image API's default safety."""
    allowed = await admitted(replace(ASKED, role_ids=(), count=4))
    assert allowed.safety == Safety(2, checker=True)
    assert not allowed.spoiler(asked=False)
    assert allowed.spoiler(asked=True)


async def test_a_thread_follows_its_channel():
    """A channel is allowed with its threads, and a thread can be allowed alone."""
    in_thread = replace(ASKED, channel_id=THREAD, parent_id=STUDIO)
    await admitted(in_thread, channel_ids=(STUDIO,))
    await admitted(in_thread, channel_ids=(THREAD,))
    with pytest.raises(ChannelNotAllowed) as refused:
        await admitted(ASKED, channel_ids=(THREAD, 9))
    assert refused.value.channel_ids == (THREAD, 9)


async def test_one_of_the_allowed_roles_is_enough():
    """The server's own id means everyone."""
    await admitted(role_ids=(8, ARTIST))
    await admitted(replace(ASKED, role_ids=()), role_ids=(8, GUILD))
    with pytest.raises(RoleNotAllowed):
        await admitted(role_ids=(8,))


async def test_no_more_at_once_than_the_server_allows():
    """The refusal says how many."""
    await admitted(replace(ASKED, count=2), most_count=2)
    with pytest.raises(TooManyAtOnce) as refused:
        await admitted(replace(ASKED, count=3), most_count=2)
    assert (refused.value.count, refused.value.limit) == (3, 2)


async def test_a_blocked_word_is_refused_and_recorded():
    """The prompt is recorded as typed. Words that only look similar pass."""
    servers = FakeServers(ServerSettings(blocked_words=("gr?y",)))
    with pytest.raises(PromptBlocked) as refused:
        await admission(servers).admit(replace(ASKED, prompt="a G-R-E-Y wall"))
    assert refused.value.entry == "gr?y"
    assert servers.refused == [Refusal(GUILD, USER, STUDIO, "a G-R-E-Y wall", "gr?y")]
    await admission(servers).admit(replace(ASKED, prompt="a greyhound"))
    assert len(servers.refused) == 1


async def test_the_refusal_that_is_one_too_many_says_how_long():
    """So does everything until then, without checking the prompt again."""
    pause = Pause(NOW + 5, 3)
    servers = FakeServers(ServerSettings(blocked_words=("grey",)), next_pause=pause)
    with pytest.raises(MemberPaused) as refused:
        await admission(servers).admit(ASKED)
    assert (refused.value.until_ms, refused.value.refused) == (NOW + 5, 3)
    servers.pause = pause
    with pytest.raises(MemberPaused):
        await admission(servers).admit(replace(ASKED, prompt="a meadow"))
    assert len(servers.refused) == 1
    servers.pause = Pause(NOW, 3)
    await admission(servers).admit(replace(ASKED, prompt="a meadow"))


@pytest.mark.parametrize(
    ("tolerance", "age_restricted", "expected"), [(6, True, 6), (6, False, 2), (1, True, 1), (1, False, 1)]
)
async def test_outside_age_restricted_channels_safety_is_never_looser_than_usual(
    tolerance: int, age_restricted: bool, expected: int
):
    """It can be stricter anywhere."""
    attempt = replace(ASKED, age_restricted=age_restricted)
    assert (await admitted(attempt, tolerance=tolerance)).safety.tolerance == expected


async def test_the_safety_checker_is_off_only_if_all_three_agree():
    """The owner, the server, and an age-restricted channel."""
    for optional in (True, False):
        for restricted in (True, False):
            for checker in (True, False):
                attempt = replace(ASKED, age_restricted=restricted)
                allowed = await admitted(attempt, optional=optional, safety_checker=checker)
                assert allowed.safety.checker is not (optional and restricted and not checker)


@pytest.mark.parametrize(
    ("policy", "asked", "age_restricted", "hidden"),
    [
        (SpoilerPolicy.OPTIONAL, False, False, False),
        (SpoilerPolicy.OPTIONAL, True, True, True),
        (SpoilerPolicy.ALWAYS, False, True, True),
        (SpoilerPolicy.OUTSIDE_AGE_RESTRICTED, False, False, True),
        (SpoilerPolicy.OUTSIDE_AGE_RESTRICTED, False, True, False),
        (SpoilerPolicy.OUTSIDE_AGE_RESTRICTED, True, True, True),
    ],
)
async def test_a_server_decides_what_is_hidden(
    policy: SpoilerPolicy, asked: bool, age_restricted: bool, hidden: bool
):
    """Members can always hide more."""
    attempt = replace(ASKED, age_restricted=age_restricted)
    assert (await admitted(attempt, spoilers=policy)).spoiler(asked=asked) is hidden


async def test_a_request_takes_the_safety_of_the_channel_it_is_made_in():
    """Not that of the channel in which the picture was first made."""
    allowed = await admitted(tolerance=6)
    loose = replace(validated("a wall", seed=1), safety=Safety(6, checker=False))
    assert allowed.applied(loose) == validated("a wall", seed=1)


# Styles.


@given(st.text(), st.text(max_size=40), st.text(max_size=40))
def test_nothing_in_a_prompt_is_interpreted(prompt: str, before: str, after: str):
    """Braces, `{prompt}`, anything: it appears between the style's words as typed."""
    assert Style("Ink", before, after).applied(prompt) == before + prompt + after


def test_a_style_has_its_prompt_in_one_place():
    """It can be typed again unchanged."""
    style = parse_style("  Ink   drawing ", " ink of {prompt}, {on} paper ")
    assert style == Style("Ink drawing", "ink of ", ", {on} paper")
    assert style_text(style) == "ink of {prompt}, {on} paper"


@pytest.mark.parametrize(
    ("name", "text", "flaw"),
    [
        ("", "{prompt}", "name"),
        ("n" * 51, "{prompt}", "name"),
        ("Ink", "no place", "place"),
        ("Ink", "{prompt} and {prompt}", "place"),
        ("Ink", "{prompt}" + "x" * 1_000, "length"),
    ],
)
def test_a_style_that_is_none_says_why(name: str, text: str, flaw: str):
    """Before anything is changed."""
    with pytest.raises(InvalidStyle) as refused:
        parse_style(name, text)
    assert refused.value.flaw == flaw


def test_styles_are_told_apart_by_name():
    """Regardless of case. One can be replaced by a style with another name."""
    ink, oil = Style("Ink", "a", ""), Style("Oil", "b", "")
    assert with_style((oil,), ink) == (ink, oil)
    with pytest.raises(InvalidStyle):
        with_style((ink,), Style("INK", "c", ""))
    assert with_style((ink, oil), Style("Zinc", "c", ""), replacing="Ink") == (oil, Style("Zinc", "c", ""))
    with pytest.raises(TooManyStyles):
        with_style([Style(str(number), "", "") for number in range(25)], ink)
    settings = ServerSettings(styles=(ink,))
    assert settings.style(" iNK ") == ink
    with pytest.raises(NoSuchStyle):
        settings.style("Oil")


def test_a_prompt_and_its_style_have_one_limit():
    """Both are sent together."""
    style = Style("Ink", "b" * 100, "a" * 100)
    assert validated("p" * 3_800, style=style).full_prompt == "b" * 100 + "p" * 3_800 + "a" * 100
    with pytest.raises(PromptTooLong) as refused:
        validated("p" * 3_801, style=style)
    assert refused.value.length == 4_001
