"""This Discord's answers match Discord's own OpenAPI document."""

import json
from typing import Any

import aiohttp
import pytest

from playground.discord import Discord, Permissions, Person, Upload
from tests.playground.discord.conftest import Api
from tests.playground.discord.openapi import DOCUMENT, Schemas
from tests.playground.discord.raw_bot import RawBot
from tests.playground.discord.uploads import picture

pytestmark = pytest.mark.skipif(not DOCUMENT.exists(), reason="Discord's OpenAPI document is not at hand")

COMMANDS = [
    {
        "name": "imagine",
        "description": "Makes a picture",
        "options": [
            {"type": 3, "name": "prompt", "description": "Words", "required": True, "max_length": 4000},
            {"type": 4, "name": "width", "description": "Pixels", "min_value": 512, "max_value": 2048},
            {"type": 6, "name": "for", "description": "Whom"},
            {"type": 8, "name": "role", "description": "Role"},
            {"type": 7, "name": "where", "description": "Channel"},
        ],
    },
    {"name": "Details", "type": 3},
    {"name": "Greet", "type": 2, "default_member_permissions": 32},
]

CARD = {
    "flags": 1 << 15,
    "attachments": [{"id": 0, "filename": "p.png", "description": "A picture"}],
    "components": [
        {
            "type": 17,
            "accent_color": 0x2D7D9A,
            "components": [
                {"type": 10, "content": "# Hello"},
                {"type": 12, "items": [{"media": {"url": "attachment://p.png"}, "spoiler": True}]},
                {"type": 14},
                {
                    "type": 9,
                    "components": [{"type": 10, "content": "Size"}],
                    "accessory": {"type": 11, "media": {"url": "attachment://p.png"}},
                },
                {
                    "type": 9,
                    "components": [{"type": 10, "content": "Again"}],
                    "accessory": {"type": 2, "style": 1, "label": "Go", "custom_id": "go"},
                },
                {"type": 13, "file": {"url": "attachment://p.png"}},
                {
                    "type": 1,
                    "components": [
                        {"type": 2, "style": 2, "emoji": {"name": "🎲"}, "custom_id": "dice"},
                        {"type": 2, "style": 5, "label": "Docs", "url": "https://example.com"},
                    ],
                },
                {
                    "type": 1,
                    "components": [
                        {"type": 3, "custom_id": "pick", "options": [{"label": "One", "value": "1"}]}
                    ],
                },
                {"type": 1, "components": [{"type": 5, "custom_id": "who"}]},
            ],
        }
    ],
}


@pytest.fixture(scope="module")
def schemas() -> Schemas:
    return Schemas()


def form(body: Any) -> aiohttp.FormData:
    data = aiohttp.FormData()
    data.add_field("payload_json", json.dumps(body), content_type="application/json")
    data.add_field("files[0]", picture(), filename="p.png", content_type="image/png")
    return data


async def test_rest_objects(discord: Discord, api: Api, schemas: Schemas, studio: int) -> None:
    """Every object that a request returns has its documented fields."""
    guild = discord.guild("The Workshop")
    hazel = discord.user("hazel")
    reads = {
        "/users/@me": "UserPIIResponse",
        f"/users/{hazel.id}": "UserResponse",
        "/oauth2/applications/@me": "PrivateApplicationResponse",
        "/applications/@me": "PrivateApplicationResponse",
        "/gateway": "GatewayResponse",
        "/gateway/bot": "GatewayBotResponse",
        f"/guilds/{guild.id}": "GuildWithCountsResponse",
        f"/guilds/{guild.id}/members/{hazel.id}": "GuildMemberResponse",
        f"/channels/{studio}": "GuildChannelResponse",
    }
    for path, name in reads.items():
        status, body = await api("GET", path)
        assert status == 200
        assert schemas.problems(name, body) == []
    _, mine = await api("GET", "/users/@me/guilds?limit=1&with_counts=1")
    assert len(mine) == 1
    assert schemas.problems("MyGuildResponse", mine[0]) == []
    _, roles = await api("GET", f"/guilds/{guild.id}/roles")
    assert [problem for role in roles for problem in schemas.problems("GuildRoleResponse", role)] == []
    _, dm = await api("POST", "/users/@me/channels", {"recipient_id": hazel.id})
    assert schemas.problems("PrivateChannelResponse", dm) == []
    _, commands = await api("PUT", f"/applications/{discord.bot.id}/commands", COMMANDS)
    for command in commands:
        assert schemas.problems("ApplicationCommandResponse", command) == []
    _, error = await api("POST", f"/channels/{studio}/messages", {"content": "x" * 2001})
    assert schemas.problems("Error", error) == []
    assert schemas.problems("UserResponse", {}) != []


async def test_messages(api: Api, schemas: Schemas, studio: int) -> None:
    """A message with components, and one with an embed, have their documented fields."""
    status, card = await api("POST", f"/channels/{studio}/messages", data=form(CARD))
    assert status == 200
    assert schemas.problems("MessageResponse", card) == []
    embed = {"title": "T", "image": {"url": "attachment://p.png"}, "fields": [{"name": "a", "value": "b"}]}
    _, message = await api("POST", f"/channels/{studio}/messages", data=form({"embeds": [embed]}))
    assert schemas.problems("MessageResponse", message) == []
    assert message["attachments"] == []


async def test_gateway_and_interactions(
    discord: Discord, raw_bot: RawBot, api: Api, schemas: Schemas, hazel: Person
) -> None:
    """READY, GUILD_CREATE, INTERACTION_CREATE and the callback's answer contain documented objects."""
    studio = hazel.guild.channel("studio").id
    await api("PUT", f"/applications/{discord.bot.id}/commands", COMMANDS)
    ready = await raw_bot.event("READY")
    assert schemas.problems("UserPIIResponse", ready["user"]) == []
    guild = await raw_bot.event("GUILD_CREATE")
    assert schemas.problems("GuildResponse", guild) == []
    assert [
        p for channel in guild["channels"] for p in schemas.problems("GuildChannelResponse", channel)
    ] == []
    assert [p for member in guild["members"] for p in schemas.problems("GuildMemberResponse", member)] == []
    invocation = await hazel.slash(
        studio, "imagine", prompt="x", width=512, **{"for": "rowan", "role": "moderator", "where": "#gallery"}
    )
    event = await raw_bot.event("INTERACTION_CREATE")
    resolved = event["data"]["resolved"]
    assert schemas.problems("GuildMemberResponse", event["member"]) == []
    assert set(resolved) == {"users", "members", "roles", "channels"}
    assert schemas.problems("UserResponse", resolved["users"][str(discord.user("rowan").id)]) == []
    assert {"app_permissions", "attachment_size_limit", "context", "locale", "guild_locale"} <= set(event)
    assert event["authorizing_integration_owners"] == {"0": str(hazel.guild.id)}
    assert event["member"]["permissions"] == event["channel"]["permissions"]
    path = f"/interactions/{event['id']}/{event['token']}/callback?with_response=1"
    status, answer = await api("POST", path, data=form({"type": 4, "data": CARD}), headers={})
    assert status == 200
    assert schemas.problems("InteractionCallbackResponse", answer) == []
    created = await raw_bot.event("MESSAGE_CREATE")
    assert schemas.problems("MessageResponse", created) == []
    await hazel.press(invocation.message_id or "", "go")
    pressed = await raw_bot.event("INTERACTION_CREATE")
    assert schemas.problems("MessageResponse", pressed["message"]) == []


async def test_pins_replies_threads_and_refusals(
    discord: Discord, api: Api, schemas: Schemas, hazel: Person, studio: int
) -> None:
    """Pinned, replied-to and threaded messages, emoji, and a 429 match the document."""
    everyone = hazel.guild.roles[hazel.guild.id]
    discord.edit_role(hazel.guild, everyone, everyone.permissions | Permissions.PIN_MESSAGES)
    said = await hazel.say(studio, "look", files=[Upload("p.png", picture())])
    path = f"/channels/{studio}/messages"
    _, reply = await api("POST", path, {"content": "yes", "message_reference": {"message_id": said["id"]}})
    await api("PUT", f"{path}/pins/{reply['id']}")
    await api("POST", f"{path}/{reply['id']}/threads", {"name": "talk"})
    _, pins = await api("GET", f"{path}/pins")
    assert schemas.problems("PinnedMessagesResponse", pins) == []
    assert len(pins["items"]) == 1
    _, messages = await api("GET", path)
    assert len(messages) == 3
    assert [problem for each in messages for problem in schemas.problems("MessageResponse", each)] == []
    discord.add_emoji(hazel.guild, "easel")
    _, emojis = await api("GET", f"/guilds/{hazel.guild.id}/emojis")
    assert [problem for each in emojis for problem in schemas.problems("EmojiResponse", each)] == []
    discord.faults.rate_limit("*", 1)
    _, refused = await api("GET", path)
    assert schemas.problems("RatelimitedResponse", refused) == []
