"""Every setting, declared once: its type, name, default, meaning and parser.

tests/project/test_settings_documented.py makes sure that docs/operating.md and `.env.example` agree.
"""

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Self, TypeVar, cast
from urllib.parse import parse_qs, unquote, urlsplit

from bot.loopback import is_loopback
from bot.settings import values
from bot.settings.secret import Secret

T = TypeVar("T")


class SettingsError(Exception):
    """`problems` has everything that's wrong, as one plain sentence each. None of them quotes a secret."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting's name, meaning and parser.

    `default` is text and parsed like any other. It's None if the owner has to set a value, and `.env.example`
    then has the `placeholder`.
    """

    meaning: str
    parse: Callable[[str], object]
    default: str | None = None
    placeholder: str = ""
    name: str = ""


def _setting(
    parse: Callable[[str], T], default: str | None, meaning: str, *, placeholder: str = "", show: bool = True
) -> T:
    """A dataclass field with its `Setting`. The setting's name is the field's name in capitals."""
    declared = Setting(meaning, parse, default, placeholder)
    return cast("T", field(repr=show, metadata={"setting": declared}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The values of all settings. Amounts are in tokens."""

    discord_token: Secret = _setting(
        values.bot_token,
        None,
        "The bot's token, from the application's Bot page.",
        placeholder="your-bot-token",
    )
    aimlapi_key: Secret = _setting(
        values.api_key,
        None,
        "The key for the image API, from your account at aimlapi.com.",
        placeholder="your-api-key",
    )
    default_allowance: int = _setting(
        values.allowance,
        # Half a US dollar, about 15 pictures of the usual size, which is enough to enjoy.
        "1m",
        "Tokens each member can spend per month on each server, written like 1000000, 1,000,000, 1m or 500k. "
        "`2m` is one US dollar, and a picture of up to a megapixel costs 63k. `0` lets nobody spend, and "
        "`unlimited` sets no limit.",
    )
    monthly_cap: int | None = _setting(
        values.cap,
        "20m",  # ten US dollars, until the owner decides
        "Tokens the whole bot can spend in a calendar month (UTC), across all servers. `20m` is $10. It "
        "applies until you set another cap with `operator cap`. `none` removes it.",
    )
    operator_guild_id: int | None = _setting(
        values.server_id,
        "none",
        "The ID of your own server, where administrators get the `/operator` commands. With `none`, no "
        "server gets them. To copy the ID, turn on Developer Mode in Discord and right-click the server's "
        "name.",
    )
    member_in_flight: int = _setting(
        values.whole_number(1, 1000), "4", "Pictures one member can have queued or in progress at once."
    )
    queue_per_server: int = _setting(
        values.whole_number(1, 100_000),
        "100",
        "Pictures one server can have queued or in progress at once, across all its members.",
    )
    queue_total: int = _setting(
        values.whole_number(1, 1_000_000),
        "500",
        "Pictures that can be queued or in progress at once, across all servers.",
    )
    max_concurrent_generations: int = _setting(
        values.whole_number(1, 100),
        "4",
        "Pictures in progress at once, across all servers. The rest are queued.",
    )
    safety_checker_optional: bool = _setting(
        values.yes_or_no,
        "no",
        "`yes` lets moderators turn the image API's safety checker off, but only in age-restricted channels. "
        "With `no`, it's always on.",
    )
    generation_timeout_seconds: float = _setting(
        values.seconds(1, 600),
        "180",
        "Seconds to wait for the image API to make a picture before the bot looks it up in the API's log.",
    )
    retry_seconds: float = _setting(
        values.seconds(0.01, 60),
        "2",
        "Seconds before the first retry of a request that failed and cost nothing. The wait doubles "
        "each time.",
    )
    log_patience_seconds: float = _setting(
        values.seconds(1, 3600),
        "120",
        "Seconds to search the image API's log for a request whose answer was lost. After that, the request "
        "counts as not billed.",
    )
    shutdown_seconds: float = _setting(
        values.seconds(0, 600),
        "60",
        "Seconds that pictures in progress have to finish when the bot is stopped. Let systemd or Docker "
        "wait a little longer, as in `docker stop -t 75`.",
    )
    database_url: str = _setting(
        values.database_url,
        "sqlite:///data/easel.sqlite3",
        "The database: a SQLite file, where three slashes start a path in the folder the bot runs in and "
        "four an absolute path. Or a PostgreSQL server, like `postgresql://user:password@host/database`.",
        show=False,  # a server's address can contain a password
    )
    log_level: str = _setting(
        values.one_of("debug", "info", "warning", "error"), "info", "`debug`, `info`, `warning` or `error`."
    )
    log_format: str = _setting(
        values.one_of("text", "json"), "text", "`text` for people, `json` for programs (one object per line)."
    )
    metrics_address: values.ListenAddress | None = _setting(
        values.listen_address,
        "none",
        "Where to serve `/metrics` for Prometheus, `/healthz` and `/readyz`. A port like `9464` is for this "
        "machine only. `0.0.0.0:9464` lets others connect, for example from another container. There's no "
        "password, so keep it off the internet. `none` serves nothing.",
    )
    aimlapi_url: str = _setting(values.image_api_url, "https://api.aimlapi.com", "The image API's address.")
    discord_api_url: str = _setting(
        values.http_url,
        "https://discord.com/api/v10",
        "The address of Discord's REST API. Change it only to use a local Discord.",
    )
    discord_gateway_url: str = _setting(
        values.websocket_url,
        "wss://gateway.discord.gg",
        "The address of Discord's gateway. Change it together with `DISCORD_API_URL`.",
    )

    @classmethod
    def read(cls, given: Mapping[str, str], *, required: Iterable[str] | None = None) -> Self:
        """Reads the settings from `given`, which can contain other names too.

        `required` names the settings that a command needs. The default is all settings without a default
        value. A missing one that isn't required is an empty `Secret`. Raises `SettingsError` with all
        problems.
        """
        needed = {s.name for s in SETTINGS if s.default is None} if required is None else set(required)
        parsed: dict[str, Any] = {}
        problems: list[str] = []
        for setting in SETTINGS:
            text = given.get(setting.name, "").strip()
            if not text or text == setting.placeholder:
                if setting.default is None and setting.name in needed:
                    problems.append(_missing(setting, given))
                parsed[setting.name.lower()] = _default(setting)
                continue
            try:
                parsed[setting.name.lower()] = setting.parse(text)
            except ValueError as error:
                problems.append(f"{setting.name} {error}")
        if problems:
            raise SettingsError(problems)
        settings = cls(**parsed)
        if problems := settings._cross_check():
            raise SettingsError(problems)
        return settings

    def secrets(self) -> list[str]:
        """Every value that the log has to mask."""
        database = urlsplit(self.database_url)
        password = database.password or ""
        known = {self.discord_token.reveal(), self.aimlapi_key.reveal(), password, unquote(password)}
        known |= set(parse_qs(database.query).get("password", ()))
        return sorted(known - {""})

    def _cross_check(self) -> list[str]:
        """Problems with values that are fine by themselves but don't go together."""
        api, gateway = urlsplit(self.discord_api_url), urlsplit(self.discord_gateway_url)
        if is_loopback(api.hostname or "") != is_loopback(gateway.hostname or ""):
            problem = (
                "DISCORD_API_URL and DISCORD_GATEWAY_URL name different Discords, "
                "one on this machine and one elsewhere. Set both or neither."
            )
            return [problem]
        return []


def _declared() -> Iterable[Setting]:
    for each in fields(Settings):
        declared: Setting = each.metadata["setting"]
        yield replace(declared, name=each.name.upper())


SETTINGS: tuple[Setting, ...] = tuple(_declared())


def near_misses(given: Mapping[str, str]) -> list[str]:
    """A sentence for every name that looks like a misspelt setting. These are only hints."""
    names = [setting.name for setting in SETTINGS]
    return [
        f"Easel has no setting {name}. Did you mean {close[0]}?"
        for name in sorted(set(given) - set(names))
        if (close := difflib.get_close_matches(name.upper(), names, n=1, cutoff=0.85))
    ]


def _default(setting: Setting) -> object:
    return Secret("") if setting.default is None else setting.parse(setting.default)


def _missing(setting: Setting, given: Mapping[str, str]) -> str:
    found = difflib.get_close_matches(setting.name, set(given) - {s.name for s in SETTINGS}, n=1, cutoff=0.85)
    if found:
        return f"{setting.name} isn't set, but {found[0]} is. Is that a typo?"
    if setting.name in given:
        return f"{setting.name} still has the placeholder from .env.example. {setting.meaning}"
    return f"{setting.name} isn't set. {setting.meaning}"
