"""Every documented limit on messages and components is enforced, with Discord's code and path.

Each refused body comes with one just inside the limit, so that a check that refuses too much also fails.
"""

from typing import Any

import aiohttp
import pytest

from playground.discord import Discord
from tests.playground.discord.conftest import Api
from tests.playground.discord.uploads import with_files

V2 = 1 << 15


def text(content: str = "x", **more: Any) -> dict[str, Any]:
    return {"type": 10, "content": content} | more


def button(custom_id: str = "a", **more: Any) -> dict[str, Any]:
    return {"type": 2, "style": 1, "label": "x", "custom_id": custom_id} | more


def row(*components: Any) -> dict[str, Any]:
    return {"type": 1, "components": list(components)}


def menu(options: int = 1, **more: Any) -> dict[str, Any]:
    choices = [{"label": f"{n}", "value": f"{n}"} for n in range(options)]
    return {"type": 3, "custom_id": "m", "options": choices} | more


def layout(*components: Any, **more: Any) -> dict[str, Any]:
    return {"flags": V2, "components": list(components)} | more


def classic(*components: Any) -> dict[str, Any]:
    return {"content": "x", "components": list(components)}


def container(*components: Any) -> dict[str, Any]:
    return {"type": 17, "components": list(components)}


def section(accessory: Any, texts: int = 1) -> dict[str, Any]:
    return {"type": 9, "components": [text()] * texts, "accessory": accessory}


def gallery(items: int, url: str = "https://example.com/a.png") -> dict[str, Any]:
    return {"type": 12, "items": [{"media": {"url": url}}] * items}


def embed(**fields: Any) -> dict[str, Any]:
    return {"embeds": [fields]}


def buttons(count: int) -> list[Any]:
    return [button(f"b{n}") for n in range(count)]


LIMITS: list[tuple[Any, Any, str, str]] = [
    # inside, outside, path of the error, its code
    ({"content": "x" * 2000}, {"content": "x" * 2001}, "content", "BASE_TYPE_MAX_LENGTH"),
    ({"embeds": [{"title": "x"}] * 10}, {"embeds": [{"title": "x"}] * 11}, "embeds", "BASE_TYPE_MAX_LENGTH"),
    (embed(title="x" * 256), embed(title="x" * 257), "embeds.0.title", "BASE_TYPE_MAX_LENGTH"),
    (
        embed(description="x" * 4096),
        embed(description="x" * 4097),
        "embeds.0.description",
        "BASE_TYPE_MAX_LENGTH",
    ),
    (
        embed(fields=[{"name": "a", "value": "b"}] * 25),
        embed(fields=[{"name": "a", "value": "b"}] * 26),
        "embeds.0.fields",
        "BASE_TYPE_MAX_LENGTH",
    ),
    (
        embed(description="x" * 4096, footer={"text": "x" * 1904}),
        embed(description="x" * 4096, footer={"text": "x" * 1905}),
        "embeds",
        "MAX_EMBED_SIZE_EXCEEDED",
    ),
    (
        classic(*[row(button(f"{n}")) for n in range(5)]),
        classic(*[row(button(f"{n}")) for n in range(6)]),
        "components",
        "BASE_TYPE_MAX_LENGTH",
    ),
    (classic(row(*buttons(5))), classic(row(*buttons(6))), "components.0.components", "BASE_TYPE_BAD_LENGTH"),
    (classic(row(menu())), classic(row()), "components.0.components", "BASE_TYPE_BAD_LENGTH"),
    (
        classic(row(menu())),
        classic(row(menu(), button())),
        "components.0.components",
        "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
    ),
    (
        classic(row(button("x" * 100))),
        classic(row(button("x" * 101))),
        "components.0.components.0.custom_id",
        "BASE_TYPE_BAD_LENGTH",
    ),
    (
        classic(row(button())),
        classic(row(button(""))),
        "components.0.components.0.custom_id",
        "BASE_TYPE_BAD_LENGTH",
    ),
    (
        classic(row(button(label="x" * 80))),
        classic(row(button(label="x" * 81))),
        "components.0.components.0.label",
        "BASE_TYPE_MAX_LENGTH",
    ),
    (
        classic(row(button("a"), button("b"))),
        classic(row(button("a"), button("a"))),
        "components.0.components.1.custom_id",
        "COMPONENT_CUSTOM_ID_DUPLICATED",
    ),
    (
        classic(row({"type": 2, "style": 5, "label": "x", "url": "https://example.com"})),
        classic(row({"type": 2, "style": 5, "label": "x", "custom_id": "a"})),
        "components.0.components.0.url",
        "BASE_TYPE_REQUIRED",
    ),
    (
        classic(row(button(emoji={"name": "🎲"}, label=None))),
        classic(row(button(label=None))),
        "components.0.components.0",
        "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED",
    ),
    (
        classic(row(menu(25))),
        classic(row(menu(26))),
        "components.0.components.0.options",
        "BASE_TYPE_BAD_LENGTH",
    ),
    (
        classic(row(menu(3, min_values=2, max_values=2))),
        classic(row(menu(3, min_values=2, max_values=1))),
        "components.0.components.0.max_values",
        "NUMBER_TYPE_MIN",
    ),
    (
        classic(row(menu(placeholder="x" * 150))),
        classic(row(menu(placeholder="x" * 151))),
        "components.0.components.0.placeholder",
        "BASE_TYPE_MAX_LENGTH",
    ),
    (layout(text()), classic(text()), "components.0.type", "UNION_TYPE_CHOICES"),
    (
        layout(container(text())),
        layout(container(container(text()))),
        "components.0.components.0.type",
        "UNION_TYPE_CHOICES",
    ),
    (layout(row(button())), layout(button()), "components.0.type", "UNION_TYPE_CHOICES"),
    (
        layout(*[text()] * 40),
        layout(container(*[text()] * 40)),
        "components",
        "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
    ),
    (
        layout(text("x" * 2000), text("x" * 2000)),
        layout(text("x" * 2000), text("x" * 2001)),
        "components",
        "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
    ),
    (layout(text()), layout(text("")), "components.0.content", "BASE_TYPE_BAD_LENGTH"),
    (
        layout(text()),
        layout(text(), content="no"),
        "content",
        "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
    ),
    (
        layout(text()),
        layout(text(), embeds=[{"title": "no"}]),
        "embeds",
        "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
    ),
    (
        layout(section(button(), 3)),
        layout(section(button(), 4)),
        "components.0.components",
        "BASE_TYPE_BAD_LENGTH",
    ),
    (layout(section(button())), layout(section(text())), "components.0.accessory.type", "UNION_TYPE_CHOICES"),
    (layout(gallery(10)), layout(gallery(11)), "components.0.items", "BASE_TYPE_BAD_LENGTH"),
    (
        layout(gallery(1)),
        layout(gallery(1, "attachment://gone.png")),
        "components.0.items.0.media.url",
        "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
    ),
    (
        layout(gallery(1)),
        layout(gallery(1, "file:///etc/passwd")),
        "components.0.items.0.media.url",
        "URL_TYPE_INVALID_SCHEME",
    ),
    (
        layout(text(id=1), text(id=2)),
        layout(text(id=1), text(id=1)),
        "components.1.id",
        "COMPONENT_ID_DUPLICATED",
    ),
    (
        {"content": "x", "allowed_mentions": {"parse": ["roles"], "users": ["1"]}},
        {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
        "allowed_mentions",
        "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
    ),
    (
        {"content": "x", "nonce": "x" * 25},
        {"content": "x", "nonce": "x" * 26},
        "nonce",
        "BASE_TYPE_MAX_LENGTH",
    ),
]


@pytest.mark.parametrize("limit", LIMITS, ids=[f"{path}-{code}" for _, _, path, code in LIMITS])
async def test_limit(discord: Discord, api: Api, limit: tuple[Any, Any, str, str]) -> None:
    """A message just inside a limit is posted. Just over it, it's refused and recorded as a violation."""
    inside, outside, path, code = limit
    studio = discord.channel("The Workshop", "studio").id
    status, body = await api("POST", f"/channels/{studio}/messages", inside)
    assert status == 200, body
    assert discord.violations == []
    status, body = await api("POST", f"/channels/{studio}/messages", outside)
    assert (status, body["code"], body["message"]) == (400, 50035, "Invalid Form Body")
    node = body["errors"]
    for step in path.split("."):
        node = node[step]
    assert [error["code"] for error in node["_errors"]] == [code]
    assert [violation.error for violation in discord.violations] == [body]


async def test_empty_messages(api: Api, studio: int) -> None:
    """Empty and blank messages and layouts without components get 50006."""
    for body in ({}, {"content": "  \n"}, layout()):
        status, error = await api("POST", f"/channels/{studio}/messages", body)
        assert (status, error["code"]) == (400, 50006)


async def test_components_are_numbered(api: Api, studio: int) -> None:
    """Missing ids are filled in around the given ones, parents first."""
    body = layout(container(text(), text(id=2)), section(button()))
    _, message = await api("POST", f"/channels/{studio}/messages", body)
    box, part = message["components"]
    assert [box["id"], *(child["id"] for child in box["components"])] == [1, 3, 2]
    assert [part["id"], part["components"][0]["id"], part["accessory"]["id"]] == [4, 5, 6]


async def test_a_layout_stays_one(api: Api, studio: int) -> None:
    """An edit that empties the content can set IS_COMPONENTS_V2. It can never be removed."""
    _, message = await api("POST", f"/channels/{studio}/messages", {"content": "x"})
    path = f"/channels/{studio}/messages/{message['id']}"
    status, _ = await api("PATCH", path, layout(text()))
    assert status == 400
    status, message = await api("PATCH", path, layout(text(), content=None))
    assert (status, message["flags"], message["content"]) == (200, V2, "")
    status, message = await api("PATCH", path, {"flags": 0})
    assert message["flags"] == V2
    status, _ = await api("PATCH", path, {"content": "back"})
    assert status == 400


async def test_files_have_a_size_and_a_number(discord: Discord, api: Api, studio: int) -> None:
    """10 MiB per file, more in boosted guilds, and ten files per message."""
    path = f"/channels/{studio}/messages"
    limit = 10 * 2**20
    status, _ = await api("POST", path, data=with_files({}, ("a.bin", b"x" * limit)))
    assert status == 200
    status, error = await api("POST", path, data=with_files({}, ("a.bin", b"x" * (limit + 1))))
    assert (status, error["code"]) == (413, 40005)
    discord.set_boost_tier(discord.guild("The Workshop"), 2)
    status, _ = await api("POST", path, data=with_files({}, ("a.bin", b"x" * (limit + 1))))
    assert status == 200
    status, error = await api("POST", path, data=with_files({}, *[("a", b"x")] * 11))
    assert (status, error["code"]) == (400, 30015)


async def test_edits_keep_only_listed_files(discord: Discord, api: Api, studio: int) -> None:
    """Without `attachments`, new files are added. With it, only the listed ones stay."""
    path = f"/channels/{studio}/messages"
    _, message = await api("POST", path, data=with_files({}, ("a.txt", b"a"), ("b.txt", b"b")))
    one = f"{path}/{message['id']}"
    first, second = message["attachments"]
    _, message = await api("PATCH", one, data=with_files({}, ("c.txt", b"c")))
    assert [file["filename"] for file in message["attachments"]] == ["a.txt", "b.txt", "c.txt"]
    _, message = await api("PATCH", one, {"attachments": [{"id": second["id"], "description": "B"}]})
    assert [(file["filename"], file["description"]) for file in message["attachments"]] == [("b.txt", "B")]
    status, _ = await api("PATCH", one, {"attachments": [{"id": first["id"]}]})
    assert status == 400
    async with aiohttp.ClientSession() as session:
        async with session.get(first["url"]) as gone:
            assert gone.status == 404
        async with session.get(second["url"]) as kept:
            assert (kept.status, await kept.read()) == (200, b"b")
        async with session.get(second["url"].replace("hm=", "hm=0")) as forged:
            assert forged.status == 404


async def test_a_card_shown_again_keeps_its_file(api: Api, studio: int) -> None:
    """A client that sends back an address it was shown means the same file."""
    body = layout(gallery(1, "attachment://p.png"))
    path = f"/channels/{studio}/messages"
    _, message = await api("POST", path, data=with_files(body, ("p.png", b"x")))
    media = message["components"][0]["items"][0]["media"]
    _, edited = await api("PATCH", f"{path}/{message['id']}", layout(text(), gallery(1, media["url"])))
    assert edited["components"][1]["items"][0]["media"]["attachment_id"] == media["attachment_id"]
    assert edited["attachments"] == []
    status, error = await api("PATCH", f"{path}/{message['id']}", {"attachments": []})
    assert (status, error["code"]) == (400, 50035), "a file that's shown can't be removed by itself"


async def test_what_is_not_played_fails_loudly(discord: Discord, api: Api, studio: int) -> None:
    """An unknown route or feature is refused and recorded."""
    status, error = await api("GET", "/guilds/1/stickers")
    assert (status, error) == (404, {"message": "404: Not Found", "code": 0})
    status, _ = await api("POST", f"/channels/{studio}/messages", {"poll": {"question": {"text": "?"}}})
    assert status == 501
    forward = {"message_reference": {"type": 1, "message_id": "1", "channel_id": "1"}}
    assert (await api("POST", f"/channels/{studio}/messages", forward))[0] == 501
    assert len(discord.unknown_routes) == 3
    discord.unknown_routes.clear()
