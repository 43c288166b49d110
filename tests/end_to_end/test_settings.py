"""/settings, requests for more tokens and reports, from the press to the database and back."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from playground.discord import Permissions, Person
from tests.end_to_end.asking import asked, said
from tests.end_to_end.town import Message, Town, buttons_of, pictures_in, text_of, town, until

PAGES = ("pictures", "access", "safety", "channels", "language")
GERMAN = "de"


def menu_values(message: Message, custom_id: str) -> list[str]:
    """What a menu shows as chosen."""

    def found(components: list[Message]) -> Message | None:
        for component in components:
            if component.get("custom_id") == custom_id:
                return component
            inside = found(component.get("components") or [])
            if inside is not None:
                return inside
        return None

    menu = found(message["components"])
    assert menu is not None, custom_id
    if menu.get("options"):
        return [option["value"] for option in menu["options"] if option.get("default")]
    return [value["id"] for value in menu.get("default_values") or []]


class Settings:
    """A moderator's `/settings`, and what they press on it."""

    def __init__(self, place: Town, who: Person, message: Message) -> None:
        self.place, self.who, self.id = place, who, message["id"]
        self.page = PAGES[0]

    @property
    def message(self) -> Message:
        return next(each for each in self.who.messages(self.place.channel()) if each["id"] == self.id)

    @property
    def text(self) -> str:
        return text_of(self.message)

    async def turn(self, page: str) -> None:
        if page != self.page:
            await self.press(f"set:page:1:0?{page}")
            self.page = page

    async def press(self, custom_id: str) -> None:
        await self._answered(await self.who.press(self.id, custom_id))

    async def select(self, verb: str, *values: str) -> None:
        await self._answered(await self.who.select(self.id, f"set:{verb}:1:0", values))

    async def fill(self, values: Mapping[str, str]) -> None:
        await until(lambda: self.who.modals)
        await self._answered(await self.who.submit(self.who.modals[-1], values))

    async def _answered(self, invocation) -> None:
        await invocation.answered()
        assert invocation.failed is None

    async def shows(self, words: str) -> None:
        await until(lambda: words in self.text)

    def undo(self) -> str:
        [button] = [each for each in buttons_of(self.message) if each.startswith("set:undo:")]
        return button


async def opened(place: Town, name: str = "rowan") -> Settings:
    who = place.person(name)
    return Settings(place, who, await asked(place, who, "settings"))


def settings(place: Town) -> dict[str, object]:
    columns = [row[1] for row in place.query("PRAGMA table_info(server_settings)")]
    [row] = place.query("SELECT * FROM server_settings")
    return dict(zip(columns, row, strict=True))


async def ready(place: Town, **environment: str) -> None:
    await place.start(**environment)
    await place.playground.discord.bot_ready("settings", "Report picture")


def with_staff(place: Town) -> int:
    """The staff channel's id. Lets the bot in."""
    discord = place.playground.discord
    channel = discord.channel("The Workshop", "staff")
    discord.set_permissions(channel, discord.bot, allow=Permissions.VIEW_CHANNEL | Permissions.SEND_MESSAGES)
    return channel.id


CHOICES: Sequence[tuple[str, str, Sequence[str], str, object]] = (
    ("pictures", "preset", ["square"], "default_preset", "square"),
    ("pictures", "format", ["webp"], "default_format", "webp"),
    ("pictures", "count", ["2"], "most_count", 2),
    ("access", "going", ["3"], "most_in_progress", 3),
    ("access", "perday", ["5"], "most_per_day", 5),
    ("access", "wait", ["30"], "cooldown_seconds", 30),
    ("safety", "spoiler", ["always"], "spoilers", "always"),
    ("safety", "level", ["1"], "tolerance", 1),
    ("safety", "strikes", ["5"], "strikes", 5),
    ("safety", "pause", ["60"], "pause_minutes", 60),
    ("language", "lang", ["es-ES"], "language", "es-ES"),
)


async def test_every_menu_changes_its_setting_shows_it_and_is_undone(tmp_path: Path):
    """Each change is stored, shown as chosen, and undone with one press, even for channels and roles."""
    async with town(tmp_path) as place:
        await ready(place)
        page = await opened(place)
        for name, verb, values, column, expected in CHOICES:
            await page.turn(name)
            before = settings(place)[column] if place.query("SELECT 1 FROM server_settings") else None
            await page.select(verb, *values)
            await page.shows("✅ Changed")
            await until(lambda column=column, expected=expected: settings(place)[column] == expected)
            assert menu_values(page.message, f"set:{verb}:1:0") == values
            await page.press(page.undo())
            await page.shows("↩️")
            if before is not None:
                assert settings(place)[column] == before
        await page.turn("access")
        studio = str(place.channel())
        await page.select("chans", studio)
        await page.shows("✅ Changed")
        assert menu_values(page.message, "set:chans:1:0") == [studio]
        await page.select("chans")
        await until(lambda: settings(place)["channel_ids"] == "")
        role = next(role for role in page.who.guild.roles.values() if role.name == "moderator")
        await page.select("roles", str(role.id))
        await until(lambda: settings(place)["role_ids"] == str(role.id))
        await page.turn("channels")
        await page.select("gallery", str(place.channel("gallery")))
        await until(lambda: settings(place)["gallery_channel_id"] == place.channel("gallery"))
        await page.select("staff", str(place.channel("staff")))
        await until(lambda: place.query("SELECT 1 FROM guild_policy WHERE staff_channel_id IS NOT NULL"))
        await page.shows("I can't post in #staff")
        await page.turn("language")
        await page.select("zone", "Asia/Tokyo")
        await until(lambda: place.query("SELECT 1 FROM guild_policy WHERE zone = 'Asia/Tokyo'"))
        assert len(place.query("SELECT 1 FROM audit WHERE kind = 'settings_changed'")) >= len(CHOICES)


async def test_only_moderators_can_open_or_press_it(tmp_path: Path):
    """Permissions are checked on each press, even on a card from before a restart."""
    async with town(tmp_path) as place:
        await ready(place)
        page = await opened(place)
        guild = page.who.guild
        roles = [guild.roles[role_id] for role_id in guild.members[page.who.user.id].roles]
        place.playground.discord.set_roles(guild, page.who.user)
        await page.select("count", "1")
        await page.who.wait_for(lambda message: "Manage Server" in text_of(message))
        assert place.query("SELECT 1 FROM server_settings") == []
        place.playground.discord.set_roles(guild, page.who.user, *roles)
        await place.kill()
        await ready(place)
        await page.select("count", "1")
        await until(lambda: place.query("SELECT 1 FROM server_settings WHERE most_count = 1"))


async def test_styles_are_added_used_changed_and_deleted(tmp_path: Path):
    """Braces in a prompt stay as typed, and the form works after a restart."""
    async with town(tmp_path) as place:
        await ready(place)
        page, hazel = await opened(place), place.person("hazel")
        await page.press("set:add:1:0")
        await place.kill()  # with the form open
        await ready(place)
        await page.fill({"name": "Ink", "text": "ink drawing of {prompt}, on paper"})
        await page.shows("✅ Changed")
        offered = await hazel.autocomplete(place.channel(), "imagine", focused="style", prompt="x", style="i")
        assert [choice["value"] for choice in offered] == ["Ink"]
        await place.over(await place.imagine(hazel, "a {prompt} {}", style="ink"))
        assert place.image_api.requests[-1].body["prompt"] == "ink drawing of a {prompt} {}, on paper"
        await page.press("set:add:1:0")
        await page.fill({"name": "Oil", "text": "no place"})
        await page.who.wait_for(lambda message: "{prompt} once" in text_of(message))
        style = next(iter(json.loads(str(settings(place)["styles"]))))
        assert style[0] == "Ink"
        [key] = menu_options(page.message, "set:style:1:0")
        await page.select("style", key)
        await page.fill({"name": "", "text": ""})
        await until(lambda: settings(place)["styles"] == "[]")
        answer = await asked(place, hazel, "imagine", prompt="x", style="Ink")
        assert "There's no style called “Ink”" in text_of(answer)


def menu_options(message: Message, custom_id: str) -> list[str]:
    for container in message["components"]:
        for row in container["components"]:
            for component in row.get("components", []):
                if component.get("custom_id") == custom_id:
                    return [option["value"] for option in component["options"]]
    raise AssertionError(custom_id)


async def test_blocked_words_refuse_a_prompt_and_then_pause_the_member(tmp_path: Path):
    """The member sees no word of the list, the staff see everything, and moderators end the pause."""
    async with town(tmp_path) as place:
        await ready(place)
        staff_id = with_staff(place)
        page, hazel = await opened(place), place.person("hazel")
        await page.turn("channels")
        await page.select("staff", str(staff_id))
        await page.shows("✅ Changed")
        await page.turn("safety")
        await page.press("set:words:1:0")
        await page.fill({"words0": "gr?y\nold boat"})
        await page.shows("✅ Changed")
        await page.press("set:report:1:1")
        await page.shows("Refused prompts in the staff channel: on")
        await page.select("strikes", "2")
        await until(lambda: settings(place)["strikes"] == 2)
        refused = await said(place, hazel, "imagine", prompt="a g-r-e-y wall")
        assert "a word or phrase that this server blocks" in refused
        assert "You weren't charged." in refused
        assert "gr" not in refused
        paused = await said(place, hazel, "imagine", prompt="an OLD boat", saying="2 of your prompts")
        assert "You weren't charged." in paused
        await said(place, hazel, "imagine", prompt="a meadow", saying="2 of your prompts")
        assert place.image_api.requests == []
        assert place.balance(hazel) == (0, 0)
        rowan = place.person("rowan")
        card = await rowan.wait_for(lambda message: "Paused member" in text_of(message))
        assert "gr?y" in "\n".join(text_of(message) for message in rowan.messages(staff_id))
        [end] = buttons_of(card)
        presses = await asyncio.gather(*(rowan.press(card["id"], end) for _ in range(2)))
        await asyncio.gather(*(press.answered() for press in presses))
        await until(lambda: place.query("SELECT count(*) FROM audit WHERE kind = 'undone'") == [(1,)])
        await place.over(await place.imagine(hazel, "a meadow"))


async def test_where_who_and_how_often(tmp_path: Path):
    """Each limit refuses with its own sentence, in the member's language."""
    async with town(tmp_path) as place:
        await ready(place)
        page, hazel = await opened(place), place.person("hazel")
        await page.turn("access")
        await page.select("chans", str(place.channel("gallery")))
        await page.shows("✅ Changed")
        assert "can't make pictures in this channel" in await said(place, hazel, "imagine", prompt="x")
        hazel.user.locale = GERMAN
        refused = await said(place, hazel, "imagine", prompt="x")
        assert "In diesem Kanal kannst du keine Bilder erstellen" in refused
        assert "Dir wurde nichts berechnet." in refused
        hazel.user.locale = "en-US"
        await page.select("chans")
        role = next(role for role in page.who.guild.roles.values() if role.name == "moderator")
        await page.select("roles", str(role.id))
        await page.shows("@&")
        assert "one of these roles" in await said(place, hazel, "imagine", prompt="x")
        await page.select("roles")
        await until(lambda: settings(place)["role_ids"] == "")
        await page.select("wait", "3600")
        await until(lambda: settings(place)["cooldown_seconds"] == 3_600)
        await place.over(await place.imagine(hazel, "a meadow"))
        assert "your next picture" in await said(place, hazel, "imagine", prompt="x")
        await page.select("wait", "none")
        await page.select("perday", "1")
        await until(lambda: settings(place)["most_per_day"] == 1)
        assert "1 picture a day" in await said(place, hazel, "imagine", prompt="x")
        assert len(place.image_api.requests) == 1


async def test_defaults_apply_to_options_that_are_left_out(tmp_path: Path):
    """Options that were given stay as they are."""
    async with town(tmp_path) as place:
        await ready(place)
        page, hazel = await opened(place), place.person("hazel")
        await page.select("preset", "square")
        await page.select("format", "webp")
        await page.press("set:private:1:1")
        await page.shows("Private by default: on")
        await place.over(await place.imagine(hazel, "a meadow"))
        sent = place.image_api.requests[-1].body
        assert (sent["image_size"], sent["output_format"]) == ("square", "webp")
        assert place.query("SELECT private FROM generation") == [(1,)]
        await place.over(await place.imagine(hazel, "a meadow", width=512, format="png", private=False))
        sent = place.image_api.requests[-1].body
        assert (sent["image_size"], sent["output_format"]) == ({"width": 512, "height": 768}, "png")
        assert sent["safety_tolerance"] == "2"


async def test_the_channels_read_the_servers_language_at_once(tmp_path: Path):
    """The next message uses the new language, and the same goes for undoing the change."""
    async with town(tmp_path) as place:
        await ready(place)
        page, hazel = await opened(place), place.person("hazel")
        await page.turn("language")
        for _ in range(2):
            await page.select("lang", GERMAN)
            await page.shows("✅ Changed")
            await place.over(await place.imagine(hazel, "a meadow"))
            assert "Löschen" in last_picture(hazel, place)
            await page.press(page.undo())
            await page.shows("↩️")
            await place.over(await place.imagine(hazel, "a meadow"))
            assert "Delete" in last_picture(hazel, place)


def last_picture(who: Person, place: Town) -> str:
    """The newest card with a picture and its buttons."""
    cards = [each for each in who.messages(place.channel()) if pictures_in(each)]
    return text_of(cards[-1])


async def test_a_picture_is_reported_removed_and_refunded(tmp_path: Path):
    """It only happens once, however often it's pressed. The records stay."""
    async with town(tmp_path) as place:
        await ready(place)
        staff_id = with_staff(place)
        page, hazel, juniper = await opened(place), place.person("hazel"), place.person("juniper")
        await page.turn("channels")
        await page.select("staff", str(staff_id))
        await page.shows("✅ Changed")
        number = await place.imagine(hazel, "a meadow")
        await place.over(number)
        [(message_id,)] = place.query("SELECT message_id FROM generation")
        await juniper.context_menu(place.channel(), "Report picture", message_id=message_id)
        await until(lambda: juniper.modals)
        await (await juniper.submit(juniper.modals[-1], {"reason": "not *nice*"})).answered()
        await juniper.wait_for(lambda message: "Thanks" in text_of(message))
        rowan = place.person("rowan")
        card = await rowan.wait_for(lambda message: "Reported picture" in text_of(message))
        refund = next(each for each in buttons_of(card) if each.endswith("?refund"))
        await rowan.press(card["id"], refund)
        await until(lambda: rowan.modals)
        await (await rowan.submit(rowan.modals[-1], {"reason": "rule 3"})).answered()
        await until(lambda: place.query("SELECT state FROM picture_report") == [("removed",)])
        await until(lambda: place.balance(hazel) == (0, 0))
        assert not any(message["id"] == str(message_id) for message in hazel.messages(place.channel()))
        assert place.query("SELECT prompt, state FROM generation") == [("a meadow", "delivered")]
        kinds = [kind for (kind,) in place.query("SELECT kind FROM audit ORDER BY id")]
        assert kinds[-3:] == ["picture_reported", "picture_removed", "refunded"]
        decided = await rowan.wait_for(lambda message: "removed the picture" in text_of(message))
        assert buttons_of(decided) == []


async def test_a_member_over_budget_asks_and_gets_more(tmp_path: Path):
    """From the refusal to the next picture. Without a staff channel there's nobody to ask."""
    async with town(tmp_path) as place:
        await ready(place, DEFAULT_ALLOWANCE="1k")
        staff_id = with_staff(place)
        page, hazel, rowan = await opened(place), place.person("hazel"), place.person("rowan")
        refused = await asked(place, hazel, "imagine", prompt="a meadow")
        assert "pic:ask:1:0" not in buttons_of(refused)
        await page.turn("channels")
        await page.select("staff", str(staff_id))
        await page.shows("✅ Changed")
        refused = await asked(place, hazel, "imagine", prompt="a meadow")
        await hazel.press(refused["id"], "pic:ask:1:0")
        await until(lambda: hazel.modals)
        await (await hazel.submit(hazel.modals[-1], {"why": "a poster"})).answered()
        card = await rowan.wait_for(lambda message: "Request for tokens" in text_of(message))
        await rowan.press(card["id"], next(each for each in buttons_of(card) if ":approve:" in each))
        await until(lambda: rowan.modals)
        await (await rowan.submit(rowan.modals[-1], {})).answered()
        await until(lambda: any("You got" in text_of(message) for message in hazel.dms()))
        await place.over(await place.imagine(hazel, "a meadow"))
        assert place.query("SELECT state FROM generation") == [("delivered",)]


@pytest.mark.parametrize("page", PAGES)
async def test_every_page_is_shown_in_german(tmp_path: Path, page: str):
    """Nothing on it is in English, and everything is within Discord's limits."""
    async with town(tmp_path) as place:
        await ready(place)
        place.person("rowan").user.locale = GERMAN
        card = await opened(place)
        await card.turn(page)
        assert "Einstellungen" in card.text
        assert "Settings" not in card.text
