"""What Discord's client does before it sends a slash command: it offers, checks and encodes it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from playground.discord.command_forms import (
    ATTACHMENT,
    BOOLEAN,
    CHANNEL_OPTION,
    CHAT_INPUT,
    INTEGER,
    MENTIONABLE,
    NUMBER,
    ROLE_OPTION,
    STRING,
    SUB_COMMAND,
    SUB_COMMAND_GROUP,
    USER_OPTION,
)
from playground.discord.locales import localized
from playground.discord.resolving import ClientRefused, Resolved, Upload
from playground.discord.users import Json

MOST_STRING = 6000
WHOLE_LIMIT = 2**53


@dataclass(frozen=True)
class Offer:
    """A command in the picker. For "quota member set", `path` holds the subcommand's options."""

    command: Json
    path: tuple[Json, ...] = ()

    @property
    def leaf(self) -> Json:
        return self.path[-1] if self.path else self.command

    @property
    def name(self) -> str:
        return " ".join([self.command["name"], *(option["name"] for option in self.path)])

    @property
    def options(self) -> list[Json]:
        found: list[Json] = self.leaf.get("options", [])
        return found

    def listed(self, locale: str) -> Json:
        """The command as a client in that language lists it. `label` is the localized name."""
        return {
            "id": self.command["id"],
            "name": self.name,
            "label": " ".join(localized(each, "name", locale) for each in (self.command, *self.path)),
            "description": localized(self.leaf, "description", locale),
            "type": self.command["type"],
            "options": self.options,
        }

    def data(self, options: list[Json], resolved: Json) -> Json:
        """The interaction's `data`, with nested subcommands."""
        for option in reversed(self.path):
            options = [{"name": option["name"], "type": option["type"], "options": options}]
        data: Json = {"id": self.command["id"], "name": self.command["name"], "type": self.command["type"]}
        if "guild_id" in self.command:
            data["guild_id"] = self.command["guild_id"]
        if options:
            data["options"] = options
        if resolved:
            data["resolved"] = resolved
        return data


def offers(commands: Sequence[Json]) -> Iterator[Offer]:
    """Every command and subcommand that can be picked."""
    for command in commands:
        yield from _flattened(Offer(command))


def _flattened(offer: Offer) -> Iterator[Offer]:
    nested = [option for option in offer.options if option["type"] in (SUB_COMMAND, SUB_COMMAND_GROUP)]
    if not nested:
        yield offer
    for option in nested:
        yield from _flattened(Offer(offer.command, (*offer.path, option)))


def find_offer(commands: Sequence[Json], name: str) -> Offer:
    """The slash command with that full name. Raises ClientRefused."""
    for offer in offers(commands):
        if offer.command["type"] == CHAT_INPUT and offer.name == name:
            return offer
    raise ClientRefused(f"There is no command /{name} here.")


class Composer:
    """A slash command being typed."""

    def __init__(self, offer: Offer, resolved: Resolved) -> None:
        self._offer = offer
        self._resolved = resolved

    def complete(self, given: Mapping[str, object]) -> Json:
        """`data` for sending. Raises ClientRefused at the first option that the client would mark."""
        self._refuse_unknown(given)
        options = []
        for option in self._offer.options:
            if given.get(option["name"]) in (None, ""):
                if option.get("required"):
                    raise ClientRefused("This option is required. Specify a value.", option["name"])
                continue
            value = self._encode(option, given[option["name"]])
            _check_bounds(option, value)
            options.append({"name": option["name"], "type": option["type"], "value": value})
        return self._offer.data(options, self._resolved.payload())

    def partial(self, focused: str, given: Mapping[str, object]) -> Json | None:
        """`data` for autocomplete: the options typed so far, without invalid values.

        None if `focused` needs a number and isn't one, because the client doesn't ask then. As on Discord,
        there's no `resolved`, and the focused value is sent as typed.
        """
        self._refuse_unknown({**given, focused: ""})
        options = []
        for option in self._offer.options:
            name = option["name"]
            if name == focused:
                if not option.get("autocomplete"):
                    raise ClientRefused("This option has no suggestions.", name)
                typed = "" if given.get(name) is None else str(given[name])
                if option["type"] in (INTEGER, NUMBER) and typed and not _number(typed):
                    return None
                options.append({"name": name, "type": option["type"], "value": typed, "focused": True})
            elif given.get(name) not in (None, ""):
                try:
                    value = self._encode(option, given[name])
                except ClientRefused:
                    continue
                options.append({"name": name, "type": option["type"], "value": value})
        return self._offer.data(options, {})

    def _refuse_unknown(self, given: Mapping[str, object]) -> None:
        known = {option["name"] for option in self._offer.options}
        for name in given:
            if name not in known:
                raise ClientRefused(f"/{self._offer.name} has no option {name}.", name)

    def _encode(self, option: Json, given: object) -> object:
        """The value as it's sent. Raises ClientRefused if the client doesn't accept it."""
        name, kind = option["name"], option["type"]
        if option.get("choices"):
            return _choice(option, given)
        if kind == STRING:
            return str(given).strip()
        if kind in (INTEGER, NUMBER):
            return _parsed_number(option, given)
        return _parsed_boolean(name, given) if kind == BOOLEAN else self._point_at(option, given)

    def _point_at(self, option: Json, given: object) -> str:
        name, kind = option["name"], option["type"]
        if kind == CHANNEL_OPTION:
            return self._resolved.channel(given, name, option.get("channel_types"))
        if kind == ATTACHMENT:
            if not isinstance(given, Upload):
                raise ClientRefused("Add a file.", name)
            return self._resolved.upload(given)
        find = {
            USER_OPTION: self._resolved.user,
            ROLE_OPTION: self._resolved.role,
            MENTIONABLE: self._resolved.mentionable,
        }
        return find[kind](given, name)


def _choice(option: Json, given: object) -> object:
    for choice in option["choices"]:
        if given in (choice["value"], choice["name"]) or str(given) == str(choice["value"]):
            value: object = choice["value"]
            return value
    raise ClientRefused("Choose one of the options in the list.", option["name"])


def _number(typed: str) -> bool:
    return bool(re.fullmatch(r"-?\d+(\.\d*)?", typed.strip()))


def _parsed_number(option: Json, given: object) -> float:
    typed = str(given).strip()
    whole = option["type"] == INTEGER
    if isinstance(given, bool) or not re.fullmatch(r"-?\d+" if whole else r"-?\d+(\.\d+)?", typed):
        raise ClientRefused("Enter a whole number." if whole else "Enter a number.", option["name"])
    return int(typed) if whole else float(typed)


def _parsed_boolean(name: str, given: object) -> bool:
    if isinstance(given, bool):
        return given
    if str(given).lower() in ("true", "false"):
        return str(given).lower() == "true"
    raise ClientRefused("Choose True or False.", name)


def _check_bounds(option: Json, value: object) -> None:
    name = option["name"]
    if option["type"] in (INTEGER, NUMBER) and isinstance(value, int | float):
        least = option.get("min_value", -WHOLE_LIMIT)
        most = option.get("max_value", WHOLE_LIMIT)
        if not least <= value <= most:
            raise ClientRefused(f"Enter a number between {least} and {most}.", name)
    if option["type"] == STRING and isinstance(value, str):
        least = option.get("min_length", 1 if option.get("required") else 0)
        most = option.get("max_length", MOST_STRING)
        if len(value) < least:
            raise ClientRefused(f"Must be at least {least} characters long.", name)
        if len(value) > most:
            raise ClientRefused(f"Must be {most} or fewer characters long.", name)
