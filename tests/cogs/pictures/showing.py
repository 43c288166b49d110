"""How people get to the controls of pictures, their effects, and how their pictures disappear."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.budgets.policy import Act, Actor
from bot.errors import PromptRefused, ProviderFailed
from bot.servers.model import parse_style
from playground.discord import Permissions
from playground.discord.resolving import Upload
from tests.cogs.fakes import now_ms
from tests.cogs.pictures.conftest import Studio, button
from tests.cogs.reading import read

Message = dict[str, Any]
Show = Callable[[Studio], Awaitable[Message]]
Effect = Callable[[Studio], Awaitable[int]]

OWNER = Act(Actor(1, (), is_administrator=True), None, 0)


@dataclass(frozen=True)
class Control:
    """`show` makes its message, as `actor` sees it. `press` is the verb of a button, or of a menu with
    `chosen` values, or the name of a command in the Apps menu. `form` is the text for its form, or None.
    `effect` counts its effects: `once` more after a use, `twice` after two at once. `stranger` reads
    `refusal` instead. For `moderators`, that's the actor without the role. `vanish` deletes its subject,
    after which it says `gone`. If it `costs`, it's refused without a budget. If it's `fleeting`, several at a
    time would affect one another.
    """

    name: str
    show: Show
    press: str
    effect: Effect
    actor: str = "hazel"
    chosen: Sequence[str] = ()
    form: Mapping[str, Any] | None = None
    once: int = 1
    twice: int = 1
    stranger: str | None = None
    refusal: str = ""
    vanish: Callable[[Studio, Message], Awaitable[None]] | None = None
    gone: str = ""
    costs: bool = False
    moderators: bool = False
    fleeting: bool = False

    def __str__(self) -> str:
        return self.name


# Effects.


async def asked(studio: Studio) -> int:
    """Requests to the image API."""
    return len(studio.painter.requests)


async def audited(studio: Studio) -> int:
    """Entries of the audit log."""
    [row] = await studio.store.database.read(_one("SELECT COUNT(*) AS count FROM audit"))
    return row["count"]


def told(person: str, words: str) -> Effect:
    """Private messages to a person with these words."""

    async def count(studio: Studio) -> int:
        return sum(words in note for note in studio.notes(studio.person(person)))

    return count


def posted(words: str) -> Effect:
    """Public messages in the channel with these words."""

    async def count(studio: Studio) -> int:
        seen = studio.person("alder").messages(studio.channel_id)
        return sum(words in read(message) for message in seen if not message["ephemeral"])

    return count


def _one(sql: str):
    return (yield sql, {})


# Showing it.


async def picture(studio: Studio) -> Message:
    return await studio.imagine(studio.person("hazel"))


async def junipers_picture(studio: Studio) -> Message:
    return await studio.imagine(studio.person("juniper"))


async def several(studio: Studio) -> Message:
    return await studio.imagine(studio.person("hazel"), count=3)


async def private_picture(studio: Studio) -> Message:
    return await studio.imagine(studio.person("hazel"), private=True)


def details_of(show: Show, person: str = "hazel") -> Show:
    async def card(studio: Studio) -> Message:
        return await studio.opens(studio.person(person), await show(studio), "details", "Made by AI")

    return card


def command(name: str, words: str, person: str = "hazel", **options: Any) -> Show:
    async def answer(studio: Studio) -> Message:
        who = studio.person(person)
        known = {message["id"] for message in who.messages(studio.channel_id)}
        await (await who.slash(studio.channel_id, name, **options)).answered()
        return await who.wait_for(lambda each: each["id"] not in known and words in read(each))

    return answer


async def with_gallery(studio: Studio) -> None:
    gallery = studio.discord.channel("The Workshop", "gallery").id
    await studio.change_settings(gallery_channel_id=gallery)


async def promotable(studio: Studio) -> Message:
    await with_gallery(studio)
    return await details_of(picture)(studio)


async def gallery_post(studio: Studio) -> Message:
    card = await promotable(studio)
    hazel = studio.person("hazel")
    gallery = studio.discord.channel("The Workshop", "gallery").id
    known = {message["id"] for message in hazel.messages(gallery)}
    await studio.press(hazel, card, "promote")
    return await hazel.wait_for(
        lambda each: each["channel_id"] == str(gallery) and each["id"] not in known and "easel-" in str(each)
    )


async def history(studio: Studio) -> Message:
    for number in range(6):
        await studio.imagine(studio.person("hazel"), f"fox {number}")
    return await command("history", "Your pictures")(studio)


async def failure(studio: Studio) -> Message:
    studio.painter.script.extend([ProviderFailed(500)] * 3)
    return await _note(studio, "Try again", lambda text: "failed" in text)


async def refused_prompt(studio: Studio) -> Message:
    studio.painter.script.append(PromptRefused("flagged"))
    return await _note(studio, "Remix", lambda text: "flagged" in text)


async def _note(studio: Studio, label: str, matches: Callable[[str], bool]) -> Message:
    hazel = studio.person("hazel")
    known = {message["id"] for message in hazel.messages(studio.channel_id)}
    await (
        await hazel.slash(studio.channel_id, "imagine", prompt=f"fox {len(studio.painter.requests)}")
    ).answered()
    await studio.settled()
    return await hazel.wait_for(
        lambda each: each["id"] not in known and matches(read(each)) and label in str(each["components"])
    )


async def missed(studio: Studio) -> Message:
    """A missed notification comes with the next answer."""
    hazel = studio.person("hazel")
    note = await failure(studio)
    number = str(button(note, "retry")).split(":")[3]
    await studio.write(f"UPDATE generation SET told_at_ms = NULL WHERE id = {number}")
    known = {message["id"] for message in hazel.messages(studio.channel_id)}
    await (await hazel.slash(studio.channel_id, "help")).answered()
    return await hazel.wait_for(lambda each: each["id"] not in known and button(each, "retry") is not None)


async def refused_size(studio: Studio) -> Message:
    return await command("imagine", "isn't available", prompt="a fox", width=1000)(studio)


async def refused_seed(studio: Studio) -> Message:
    """A seed of zero can't be given as an option, so it's typed into a form."""
    hazel = studio.person("hazel")
    message = await picture(studio)
    form = await studio.form(hazel, message, "remix")
    known = {each["id"] for each in hazel.messages(studio.channel_id)}
    await studio.fill(hazel, form, _2="0")
    return await hazel.wait_for(lambda each: each["id"] not in known and button(each, "redo") is not None)


async def refused_file(studio: Studio) -> Message:
    file = Upload("notes.txt", b"hello", "text/plain")
    return await command("edit", "isn't an image", prompt="make it night", image1=file)(studio)


async def over_budget(studio: Studio) -> Message:
    """Until the member has a budget again, which is right away."""
    await studio.spend_all("hazel")
    note = await command("imagine", "enough tokens", prompt="a fox")(studio)
    await studio.give("hazel")
    return note


async def with_staff(studio: Studio) -> int:
    staff = studio.discord.channel("The Workshop", "staff")
    allowed = Permissions.VIEW_CHANNEL | Permissions.SEND_MESSAGES
    studio.discord.set_permissions(staff, studio.discord.bot, allow=allowed)
    await studio.change_policy(staff_channel_id=staff.id)
    return staff.id


async def could_ask(studio: Studio) -> Message:
    await with_staff(studio)
    await studio.write("DELETE FROM token_request")  # possible once a day
    return await over_budget(studio)


async def request_for_tokens(studio: Studio) -> Message:
    note = await could_ask(studio)
    hazel = studio.person("hazel")
    await studio.fill(hazel, await studio.form(hazel, note, "ask"), _0="a poster")
    return await newer_card(studio, "token_request", 0, "approve")


async def reported(studio: Studio) -> Message:
    await with_staff(studio)
    juniper = studio.person("juniper")
    message, known = await picture(studio), await newest(studio, "picture_report")
    await (
        await juniper.context_menu(studio.channel_id, "Report picture", message_id=message["id"])
    ).answered()
    await studio.fill(juniper, await studio.open_form(juniper), _0="not here")
    return await newer_card(studio, "picture_report", known, "dismiss")


async def newest(studio: Studio, table: str) -> int:
    """The ID of the table's newest row, or 0 if it's empty."""
    [row] = await studio.store.database.read(_one(f"SELECT MAX(id) AS id FROM {table}"))
    return row["id"] or 0


async def newer_card(studio: Studio, table: str, known: int, verb: str) -> Message:
    """The card in the staff channel about a newer row than the known one."""
    async with asyncio.timeout(10):
        while (number := await newest(studio, table)) <= known:
            await asyncio.sleep(0.01)
    wanted = f"mod:{verb}:1:{number}"
    return await studio.person("rowan").wait_for(lambda each: button(each, verb) == wanted)


def settings_page(page: str) -> Show:
    async def card(studio: Studio) -> Message:
        rowan = studio.person("rowan")
        await studio.reset_settings()
        message = await command("settings", "Pictures", "rowan")(studio)
        if page != "pictures":
            tab = f"set:page:1:0?{page}"
            await (await rowan.press(message["id"], tab)).answered()
        return await rowan.wait_for(lambda each: each["id"] == message["id"])

    return card


async def with_style(studio: Studio) -> Message:
    await studio.reset_settings(styles=(parse_style("Ink", "{prompt}, in ink"),))
    return await command("settings", "Pictures", "rowan")(studio)


async def reportable(studio: Studio) -> Message:
    await with_staff(studio)
    return await picture(studio)


async def changed_page(studio: Studio) -> Message:
    rowan = studio.person("rowan")
    page = await settings_page("language")(studio)
    policy = await studio.store.quotas.server(rowan.guild.id)
    zone = "Europe/London" if policy.schedule.zone != "Europe/London" else "UTC"
    await studio.choose(rowan, page, "zone", zone)
    return await rowan.wait_for(lambda each: each["id"] == page["id"] and button(each, "undo") is not None)


async def member_card(studio: Studio) -> Message:
    """For someone who isn't frozen."""
    await studio.set_frozen("hazel", frozen=False)
    return await command("quota member view", "Left:", "rowan", member="hazel")(studio)


async def setup_card(studio: Studio) -> Message:
    await studio.reset_settings()
    rowan = studio.person("rowan")
    known = {message["id"] for message in rowan.messages(studio.channel_id)}
    await (await rowan.slash(studio.channel_id, "quota setup")).answered()
    return await rowan.wait_for(lambda each: each["id"] not in known and button(each, "limit") is not None)


async def frozen_card(studio: Studio) -> Message:
    await studio.set_frozen("juniper", frozen=True)
    return await command("quota member view", "Left:", "rowan", member="juniper")(studio)


async def spent_card(studio: Studio) -> Message:
    """For someone who only has an allowance."""
    await studio.imagine(studio.person("alder"))
    return await command("quota member view", "Left:", "rowan", member="alder")(studio)


async def granted(studio: Studio) -> Message:
    return await command("quota member grant", "as bonus tokens", "rowan", member="hazel", amount="1m")(
        studio
    )


# Deleting its subject.


async def erased(studio: Studio, _: Message) -> None:
    await studio.store.privacy.erase(studio.person("hazel").user.id, now_ms())


async def removed(studio: Studio, message: Message) -> None:
    pictures = await studio.store.library.of_message(int(message["id"]))
    await studio.store.library.removed([each.id for each in pictures], now_ms())


async def forgotten(studio: Studio, _: Message) -> None:
    for table in ("token_request", "picture_report"):
        await studio.write(f"DELETE FROM {table}")


async def pruned(studio: Studio, _: Message) -> None:
    await studio.store.privacy.prune(now_ms() + 40 * 86_400_000)
