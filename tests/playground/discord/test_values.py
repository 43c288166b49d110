"""Values that Discord checks: addresses, times, emoji, and embeds that would show nothing."""

import pytest

from tests.playground.discord.conftest import Api


@pytest.mark.parametrize(
    "embed",
    [
        {},
        {"color": 1},
        {"title": "x", "url": "example.com"},
        {"title": "x", "url": "attachment://p.png"},
        {"image": {"url": "ftp://example.com/p.png"}},
        {"image": {}},
        {"title": "x", "timestamp": "yesterday"},
        {"title": "x", "footer": {"icon_url": "https://example.com/p.png"}},
        {"title": "x", "author": {"url": "https://example.com"}},
        {"title": "x", "author": {"name": "y", "url": "javascript:alert(1)"}},
    ],
)
async def test_embeds_that_are_refused(api: Api, studio: int, embed: dict[str, object]) -> None:
    """Empty embeds, addresses with unknown schemes, a footer without text and the like get 50035."""
    status, error = await api("POST", f"/channels/{studio}/messages", {"content": "x", "embeds": [embed]})
    assert (status, error["code"]) == (400, 50035)
    assert "embeds" in error["errors"]


async def test_timestamps_of_embeds_come_back_in_utc(api: Api, studio: int) -> None:
    """Any ISO 8601 time is accepted."""
    for given in ("2026-01-02T03:04:05Z", "2026-01-02T05:04:05+02:00", "2026-01-02T03:04:05"):
        body = {"embeds": [{"timestamp": given}]}
        _, message = await api("POST", f"/channels/{studio}/messages", body)
        assert message["embeds"][0]["timestamp"] == "2026-01-02T03:04:05+00:00"


def button(**more: object) -> dict[str, object]:
    return {"type": 2, "style": 1, "label": "x", "custom_id": "x"} | more


def link(url: str) -> dict[str, object]:
    return {"type": 2, "style": 5, "label": "x", "url": url}


OPTIONS = [{"label": str(number), "value": str(number)} for number in range(2)]


@pytest.mark.parametrize(
    "component",
    [
        link("javascript:1"),
        link("nope"),
        link("https://"),
        link("https://exa mple.com"),
        link("attachment://p.png"),
        button(emoji={"name": "nope"}),
        button(emoji={"name": ":tada:"}),
        button(emoji={"name": "\u2713"}),
        button(emoji={"id": "1234567890123456789", "name": "gone"}),
        {"type": 3, "custom_id": "x", "options": OPTIONS, "max_values": 3},
        {"type": 3, "custom_id": "x", "options": [OPTIONS[0] | {"emoji": {"name": "no"}}]},
        {"type": 8, "custom_id": "x", "channel_types": [0, 0]},
    ],
)
async def test_components_that_are_refused(api: Api, studio: int, component: dict[str, object]) -> None:
    """Links with unknown schemes, invalid emoji and more choices than options get 50035."""
    rows = [{"type": 1, "components": [component]}]
    status, error = await api("POST", f"/channels/{studio}/messages", {"content": "x", "components": rows})
    assert (status, error["code"]) == (400, 50035)
    assert "components" in error["errors"]


@pytest.mark.parametrize(
    "component",
    [
        link("http://example.com"),
        link("discord://-/channels/@me"),
        *(
            button(emoji={"name": name})
            for name in ("\U0001f3b2", "\u2764\ufe0f", "\u2764", "1\ufe0f\u20e3", "\U0001f1e9\U0001f1ea")
        ),
        button(emoji={"name": "\U0001f44d\U0001f3fd"}),
        button(emoji={"name": "\U0001f468\u200d\U0001f469\u200d\U0001f467"}),
        {"type": 3, "custom_id": "x", "options": OPTIONS, "max_values": 2},
    ],
)
async def test_components_that_are_taken(api: Api, studio: int, component: dict[str, object]) -> None:
    """Flags, keycaps, skin tones and joined emoji are emoji, and `discord:` is an address."""
    rows = [{"type": 1, "components": [component]}]
    assert (await api("POST", f"/channels/{studio}/messages", {"content": "x", "components": rows}))[0] == 200
