"""`/settings`, and all controls on its pages."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from weakref import WeakValueDictionary

from discord import app_commands
from discord.ext import commands

from bot.audit.model import Change
from bot.budgets.policy import ServerPolicy
from bot.budgets.quotas import Quotas
from bot.budgets.zones import checked
from bot.generation.models import PictureFormat, Preset
from bot.moderation.blocked_words import parse_entries
from bot.servers.languages import ServerLanguages
from bot.servers.model import (
    STYLE_NAME_LENGTH,
    STYLE_TEXT_LENGTH,
    ServerSettings,
    SpoilerPolicy,
    parse_style,
    style_text,
    with_style,
)
from bot.servers.ports import ServerSettingsStore
from bot.servers.refusals import NoSuchStyle
from bot.servers.typed import parse_number, parse_seconds
from cogs.audit_texts import actor, described
from cogs.buttons import ButtonId
from cogs.client import EaselClient
from cogs.forms import Form, chosen, typed
from cogs.moderators import Interaction, act_of, guild_of, require_moderator
from cogs.settings import texts as settings_texts
from cogs.settings.pages import FEATURE, NOTHING, PAGES, News, State, page_card, setting_id, style_key
from cogs.texts import Texts, private_texts
from cogs.texts.formatting import user

Apply = Callable[[ServerSettings, list[str]], ServerSettings]

ZONE_LENGTH = 100
NUMBER_LENGTH = 30
WORDS_IN_A_FIELD = 3_500  # characters, so that there's room to add some
WORDS_FIELDS = 5  # Discord's limit for a form


@dataclass(frozen=True, slots=True)
class SettingsServices:
    """With `safety_checker_optional`, the owner lets moderators turn off the image API's checker."""

    servers: ServerSettingsStore
    quotas: Quotas
    languages: ServerLanguages
    now_ms: Callable[[], int]
    safety_checker_optional: bool = False


def _number(values: list[str]) -> int | None:
    return None if values[0] == NOTHING else int(values[0])


def _ids(values: list[str]) -> tuple[int, ...]:
    return tuple(sorted(map(int, values)))


# What a menu changes: its verb, its page, and how.
MENUS: dict[str, tuple[str, Apply]] = {
    "preset": (
        "pictures",
        lambda now, values: replace(now, default_preset=None if values[0] == NOTHING else Preset(values[0])),
    ),
    "format": ("pictures", lambda now, values: replace(now, default_format=PictureFormat(values[0]))),
    "count": ("pictures", lambda now, values: replace(now, most_count=int(values[0]))),
    "chans": ("access", lambda now, values: replace(now, channel_ids=_ids(values))),
    "roles": ("access", lambda now, values: replace(now, role_ids=_ids(values))),
    "going": ("access", lambda now, values: replace(now, most_in_progress=_number(values))),
    "perday": ("access", lambda now, values: replace(now, most_per_day=_number(values))),
    "wait": ("access", lambda now, values: replace(now, cooldown_seconds=_number(values))),
    "spoiler": ("safety", lambda now, values: replace(now, spoilers=SpoilerPolicy(values[0]))),
    "level": ("safety", lambda now, values: replace(now, tolerance=int(values[0]))),
    "strikes": ("safety", lambda now, values: replace(now, strikes=int(values[0]))),
    "pause": ("safety", lambda now, values: replace(now, pause_minutes=int(values[0]))),
    "gallery": (
        "channels",
        lambda now, values: replace(now, gallery_channel_id=int(values[0]) if values else None),
    ),
    "lang": (
        "language",
        lambda now, values: replace(now, language=None if values[0] == NOTHING else values[0]),
    ),
}

# Numbers that can also be typed: the verb of their menu, the setting, and their parser.
NUMBERS: dict[str, tuple[str, Callable[[str, str], int | None]]] = {
    "going": ("most_in_progress", parse_number),
    "perday": ("most_per_day", parse_number),
    "wait": ("cooldown_seconds", parse_seconds),
}

# What a button turns on (1) or off (0): its verb, its page, and the setting.
SWITCHES = {
    "private": ("pictures", "default_private"),
    "report": ("safety", "refusals_to_staff"),
    "checker": ("safety", "safety_checker"),
}


class SettingsCommands(commands.Cog):
    def __init__(self, client: EaselClient, services: SettingsServices) -> None:
        self._services = services
        self._updates: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        others = {
            "page": self.turn,
            "undo": self.undo,
            "add": self.add_style,
            "style": self.edit_style,
            "styled": self.set_style,
            "number": self.ask_number,
            "typed": self.set_number,
            "words": self.edit_words,
            "worded": self.set_words,
            "staff": self.set_staff_channel,
            "zone": self.choose_zone,
            "other": self.ask_zone,
            "zoned": self.type_zone,
        }
        for verb, handler in others.items():
            client.buttons.add(FEATURE, verb, 1, handler)
        for verb in MENUS:
            client.buttons.add(FEATURE, verb, 1, self.choose)
        for verb in SWITCHES:
            client.buttons.add(FEATURE, verb, 1, self.switch)

    @app_commands.command(name="settings")
    @app_commands.default_permissions(manage_guild=True)
    async def settings(self, interaction: Interaction) -> None:
        require_moderator(interaction)
        card = page_card(private_texts(interaction), PAGES[0], await self._state(interaction))
        await interaction.response.send_message(view=card, ephemeral=True)

    @commands.Cog.listener()
    async def on_settings_changed(self, guild_id: int) -> None:
        self._services.languages.changed(guild_id)

    async def turn(self, interaction: Interaction, _: int) -> None:
        """Shows another page."""
        require_moderator(interaction)
        page = ButtonId.of(interaction).query
        card = page_card(private_texts(interaction), page, await self._state(interaction))
        await interaction.response.edit_message(view=card)

    async def undo(self, interaction: Interaction, audit_id: int) -> None:
        """Reverses the change that the page announced, and shows the updated page."""
        act = act_of(interaction, None, self._services.now_ms())
        page = ButtonId.of(interaction).query
        await interaction.response.defer()
        undone = await self._services.quotas.undo(guild_of(interaction), audit_id, act)
        self._services.languages.changed(guild_of(interaction))
        texts = private_texts(interaction)
        said = texts(
            "quota-undone",
            by=user(texts, interaction.user.id),
            actor=actor(texts, undone.entry),
            what=described(texts, undone.entry),
        )
        await self._show(interaction, page, News(said, None))

    async def choose(self, interaction: Interaction, _: int) -> None:
        page, apply = MENUS[ButtonId.of(interaction).verb]
        values = chosen(interaction)
        await self._change(interaction, page, lambda now: apply(now, values))

    async def switch(self, interaction: Interaction, on: int) -> None:
        page, field = SWITCHES[ButtonId.of(interaction).verb]
        changed: dict[str, Any] = {field: bool(on)}
        await self._change(interaction, page, lambda now: replace(now, **changed))

    # Numbers.

    async def ask_number(self, interaction: Interaction, _: int) -> None:
        """Asks for a number that isn't in the menu."""
        require_moderator(interaction)
        verb = ButtonId.of(interaction).query
        field, _parse = NUMBERS[verb]
        texts = private_texts(interaction)
        settings = await self._services.servers.settings(guild_of(interaction))
        now = getattr(settings, field)
        form = Form(setting_id("typed", query=verb), texts(f"settings-{verb}-title"))
        form.add_text(
            "value",
            texts(f"settings-{verb}-field"),
            default="" if now is None else str(now),
            limit=NUMBER_LENGTH,
            required=False,
            description=texts("settings-number-placeholder"),
        )
        await interaction.response.send_modal(form)

    async def set_number(self, interaction: Interaction, _: int) -> None:
        """Raises `InvalidSetting`."""
        field, parse = NUMBERS[ButtonId.of(interaction).query]
        changed: dict[str, Any] = {field: parse(field, typed(interaction).get("value", ""))}
        await self._change(interaction, "access", lambda now: replace(now, **changed))

    # Styles.

    async def add_style(self, interaction: Interaction, _: int) -> None:
        require_moderator(interaction)
        await interaction.response.send_modal(_style_form(private_texts(interaction), "", "", 0))

    async def edit_style(self, interaction: Interaction, _: int) -> None:
        """Raises `NoSuchStyle` if it was deleted meanwhile."""
        require_moderator(interaction)
        settings = await self._services.servers.settings(guild_of(interaction))
        name = _style_named(settings, int(chosen(interaction)[0]))
        form = _style_form(
            private_texts(interaction), name, style_text(settings.style(name)), style_key(name)
        )
        await interaction.response.send_modal(form)

    async def set_style(self, interaction: Interaction, key: int) -> None:
        """Adds a style, changes the one with that key, or deletes it if its form was emptied."""
        fields = typed(interaction)
        name, text = fields.get("name", ""), fields.get("text", "")
        style = None if key and not name.strip() and not text.strip() else parse_style(name, text)

        def apply(now: ServerSettings) -> ServerSettings:
            before = _style_named(now, key) if key else None
            if style is None:
                return replace(now, styles=tuple(each for each in now.styles if each.name != before))
            return replace(now, styles=with_style(now.styles, style, replacing=before))

        await self._change(interaction, "pictures", apply)

    # Blocked words.

    async def edit_words(self, interaction: Interaction, _: int) -> None:
        require_moderator(interaction)
        settings = await self._services.servers.settings(guild_of(interaction))
        await interaction.response.send_modal(_words_form(private_texts(interaction), settings))

    async def set_words(self, interaction: Interaction, _: int) -> None:
        """Raises `InvalidBlockedWord` and `TooManyBlockedWords`."""
        entries = parse_entries("\n".join(typed(interaction).values()))
        await self._change(interaction, "safety", lambda now: replace(now, blocked_words=entries))

    # Settings in the budgets' policy.

    async def set_staff_channel(self, interaction: Interaction, _: int) -> None:
        values = chosen(interaction)
        channel_id = int(values[0]) if values else None
        await self._change_policy(
            interaction, "channels", lambda now: replace(now, staff_channel_id=channel_id)
        )

    async def choose_zone(self, interaction: Interaction, _: int) -> None:
        await self._set_zone(interaction, chosen(interaction)[0])

    async def ask_zone(self, interaction: Interaction, _: int) -> None:
        require_moderator(interaction)
        texts = private_texts(interaction)
        form = Form(setting_id("zoned"), texts("settings-zone-title"))
        form.add_text("zone", texts("settings-zone-field"), limit=ZONE_LENGTH)
        await interaction.response.send_modal(form)

    async def type_zone(self, interaction: Interaction, _: int) -> None:
        """Raises `InvalidTimeZone`."""
        require_moderator(interaction)
        await self._set_zone(
            interaction, await asyncio.to_thread(checked, typed(interaction).get("zone", ""))
        )

    async def _set_zone(self, interaction: Interaction, zone: str) -> None:
        await self._change_policy(
            interaction,
            "language",
            lambda now: replace(now, schedule=replace(now.schedule, zone=zone)),
        )

    # Shared code.

    async def _change(
        self, interaction: Interaction, page: str, apply: Callable[[ServerSettings], ServerSettings]
    ) -> None:
        """Changes the settings and shows the updated page, with Undo."""
        act = act_of(interaction, None, self._services.now_ms())
        guild_id = guild_of(interaction)
        await interaction.response.defer()
        change = await self._services.servers.change(guild_id, apply, act)
        self._services.languages.changed(guild_id)
        await self._show(interaction, page, _news(private_texts(interaction), change))

    async def _change_policy(
        self, interaction: Interaction, page: str, apply: Callable[[ServerPolicy], ServerPolicy]
    ) -> None:
        act = act_of(interaction, None, self._services.now_ms())
        await interaction.response.defer()
        change = await self._services.quotas.set_server(guild_of(interaction), apply, act)
        await self._show(interaction, page, _policy_news(private_texts(interaction), change))

    async def _show(self, interaction: Interaction, page: str, news: News) -> None:
        """Updates the message. With two changes at once, the later update shows both."""
        message_id = interaction.id if interaction.message is None else interaction.message.id
        lock = self._updates.setdefault(message_id, asyncio.Lock())
        async with lock:
            state = await self._state(interaction)
            await interaction.edit_original_response(
                view=page_card(private_texts(interaction), page, state, news)
            )

    async def _state(self, interaction: Interaction) -> State:
        guild_id, guild = guild_of(interaction), interaction.guild
        known = guild is not None and not guild.unavailable and bool(guild.channels) and bool(guild.roles)
        return State(
            settings=await self._services.servers.settings(guild_id),
            policy=await self._services.quotas.server(guild_id),
            guild=guild if known else None,
            safety_checker_optional=self._services.safety_checker_optional,
        )


def _style_named(settings: ServerSettings, key: int) -> str:
    for style in settings.styles:
        if style_key(style.name) == key:
            return style.name
    raise NoSuchStyle("")


def _style_form(texts: Texts, name: str, text: str, key: int) -> Form:
    """An existing style's fields can be left empty, which deletes it."""
    form = Form(setting_id("styled", key), texts("settings-style-title"))
    form.add_text(
        "name", texts("settings-style-name-field"), default=name, limit=STYLE_NAME_LENGTH, required=not key
    )
    form.add_text(
        "text",
        texts("settings-style-text-field"),
        default=text,
        limit=STYLE_TEXT_LENGTH,
        required=not key,
        long=True,
        description=texts("settings-style-delete-placeholder" if key else "settings-style-placeholder"),
    )
    return form


def _words_form(texts: Texts, settings: ServerSettings) -> Form:
    """As many fields as the words need, and one more for new words, within Discord's limits."""
    fields = [""]
    for entry in settings.blocked_words:
        if len(fields[-1]) + len(entry) >= WORDS_IN_A_FIELD and len(fields) < WORDS_FIELDS:
            fields.append("")
        fields[-1] += f"{entry}\n"
    form = Form(setting_id("worded"), texts("settings-words-title"))
    for number, words in enumerate(fields):
        form.add_text(
            f"words{number}",
            texts("settings-words-field", number=number + 1, count=len(fields)),
            default=words.strip(),
            required=False,
            long=True,
            description=texts("settings-words-placeholder"),
        )
    return form


def _news(texts: Texts, change: Change[tuple[ServerSettings, ServerSettings]]) -> News:
    before, after = change.result
    if change.audit_id is None:
        return News(texts("settings-unchanged"), None)
    old, new = settings_texts.differing(before, after)
    said = settings_texts.changes(texts, old, new)
    return News(texts("settings-changed", changes=said), change.audit_id)


def _policy_news(texts: Texts, change: Change[tuple[ServerPolicy, ServerPolicy]]) -> News:
    before, after = change.result
    if change.audit_id is None:
        return News(texts("settings-unchanged"), None)
    old = {"staff_channel_id": before.staff_channel_id, "zone": before.schedule.zone}
    new = {"staff_channel_id": after.staff_channel_id, "zone": after.schedule.zone}
    changed = {name: value for name, value in new.items() if value != old[name]}
    return News(
        texts("settings-changed", changes=settings_texts.changes(texts, old, changed)), change.audit_id
    )
