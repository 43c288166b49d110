"""What a reader can do as a member. Each function handles the page's request of the same name."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from playground.discord import Invocation, Person
from playground.discord.locales import LOCALES, localized
from playground.page.uploads import Uploads

Json: TypeAlias = dict[str, Any]
Action: TypeAlias = Callable[[Person, Uploads, Json], Awaitable[Json]]


async def slash(person: Person, uploads: Uploads, asked: Json) -> Json:
    values = {name: uploads.resolve(value) for name, value in asked["values"].items()}
    return _started(await person.slash(asked["channel"], asked["command"], **values))


async def autocomplete(person: Person, _uploads: Uploads, asked: Json) -> Json:
    choices = await person.autocomplete(
        asked["channel"], asked["command"], focused=asked["focused"], **asked["values"]
    )
    locale = person.user.locale
    return {
        "choices": [{"name": localized(each, "name", locale), "value": each["value"]} for each in choices]
    }


async def context_menu(person: Person, _uploads: Uploads, asked: Json) -> Json:
    return _started(
        await person.context_menu(
            asked["channel"], asked["command"], message_id=asked.get("message"), user_id=asked.get("user")
        )
    )


async def press(person: Person, _uploads: Uploads, asked: Json) -> Json:
    return _started(await person.press(asked["message"], asked["custom_id"]))


async def select(person: Person, _uploads: Uploads, asked: Json) -> Json:
    return _started(await person.select(asked["message"], asked["custom_id"], asked["values"]))


async def submit(person: Person, uploads: Uploads, asked: Json) -> Json:
    values = {name: uploads.resolve(value) for name, value in asked["values"].items()}
    return _started(await person.submit(_modal(person, asked["modal"]), values))


async def close_modal(person: Person, _uploads: Uploads, asked: Json) -> Json:
    open_ids = [str(modal["id"]) for modal in person.modals]
    if asked["modal"] in open_ids:
        person.close_modal(_modal(person, asked["modal"]))
    return {}


async def say(person: Person, _uploads: Uploads, asked: Json) -> Json:
    await person.say(asked["channel"], asked["content"])
    return {}


async def language(person: Person, _uploads: Uploads, asked: Json) -> Json:
    """Raises ValueError for a language that Discord's client doesn't have."""
    if asked["locale"] not in LOCALES:
        raise ValueError(asked["locale"])
    person.user.locale = asked["locale"]
    return {}


async def delete(person: Person, _uploads: Uploads, asked: Json) -> Json:
    await person.delete(asked["message"])
    return {}


async def dismiss(person: Person, _uploads: Uploads, asked: Json) -> Json:
    person.dismiss(asked["message"])
    return {}


ACTIONS: dict[str, Action] = {
    action.__name__: action
    for action in (
        slash,
        autocomplete,
        context_menu,
        press,
        select,
        submit,
        close_modal,
        say,
        language,
        delete,
        dismiss,
    )
}


def _modal(person: Person, id_: str) -> Json:
    """Raises KeyError if it isn't open."""
    for modal in person.modals:
        if str(modal["id"]) == id_:
            return modal
    raise KeyError(id_)


def _started(invocation: Invocation) -> Json:
    return {"interaction": str(invocation.id)}
