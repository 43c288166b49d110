"""The pages of `/settings`. Menus and buttons show the current state."""

import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import discord

from bot.budgets.policy import ServerPolicy
from bot.budgets.zones import COMMON_ZONES
from bot.generation.models import FLUX_2_PRO, PictureFormat
from bot.servers.model import (
    LOOSEST,
    MOST_COUNT,
    MOST_STYLES,
    STRICTEST,
    ServerSettings,
    SpoilerPolicy,
    style_text,
)
from cogs.buttons import ButtonId, EaselButton
from cogs.errors.error_hooks import ReportedLayout
from cogs.settings import texts as settings_texts
from cogs.texts import Texts
from cogs.texts.formatting import escape, one_line, truncate

FEATURE = "set"
PAGES = ("pictures", "access", "safety", "channels", "language")
MOST_CHOSEN = 25  # Discord's limit for a menu
NOTHING = "none"  # the value of the menu entry that clears the setting
OPTION = 100  # Discord's limit for an entry

IN_PROGRESS = (1, 2, 3, 4, 5, 6, 8, 10, 15, 20)
PER_DAY = (1, 2, 3, 5, 8, 10, 15, 20, 25, 30, 40, 50, 75, 100, 150, 200, 300, 500)
COOLDOWNS = (5, 10, 15, 30, 45, 60, 120, 180, 300, 600, 900, 1_800, 3_600, 7_200, 21_600, 43_200, 86_400)
STRIKES = (0, 1, 2, 3, 4, 5, 6, 8, 10)
PAUSES = (1, 5, 10, 15, 30, 60, 120, 360, 720, 1_440, 4_320, 10_080)

WHERE_PICTURES_CAN_BE = [
    discord.ChannelType.text,
    discord.ChannelType.news,
    discord.ChannelType.voice,
    discord.ChannelType.stage_voice,
    discord.ChannelType.forum,
]
WHERE_THE_BOT_POSTS = [discord.ChannelType.text, discord.ChannelType.news]

Items = list[discord.ui.Item[Any]]


@dataclass(frozen=True, slots=True)
class State:
    """What the pages show. `guild` is None while the bot doesn't know the server well enough."""

    settings: ServerSettings
    policy: ServerPolicy
    guild: discord.Guild | None
    safety_checker_optional: bool


@dataclass(frozen=True, slots=True)
class News:
    """What the last press did. `audit_id` is None if it can't be undone."""

    text: str
    audit_id: int | None


def setting_id(verb: str, number: int = 0, query: str = "") -> ButtonId:
    return ButtonId(FEATURE, verb, 1, number, query)


def page_card(texts: Texts, page: str, state: State, news: News | None = None) -> discord.ui.LayoutView:
    """One page, with buttons to the others, and with Undo after a change."""
    items: Items = [_text(f"{texts('settings-heading')}\n{texts(f'settings-{page}-intro')}")]
    items += _BUILD[page](texts, state)
    items.append(discord.ui.Separator())
    if news is not None:
        items.append(_text(news.text))
        if news.audit_id is not None:
            undo = setting_id("undo", news.audit_id, page)
            items.append(_row(EaselButton.of(undo, texts("settings-undo-label"))))
    items.append(_row(*(_tab(texts, each, shown=each == page) for each in PAGES)))
    return ReportedLayout(timeout=None).add_item(discord.ui.Container(*items))


def _tab(texts: Texts, page: str, *, shown: bool) -> EaselButton:
    style = discord.ButtonStyle.primary if shown else discord.ButtonStyle.secondary
    button = EaselButton.of(setting_id("page", query=page), texts(f"settings-{page}-label"), style)
    button.item.disabled = shown
    return button


def _pictures(texts: Texts, state: State) -> Items:
    now = state.settings
    presets = [NOTHING, *(preset.value for preset in FLUX_2_PRO.presets)]
    items = [
        *_menu(texts, "preset", "default_preset", presets, now.default_preset),
        *_menu(texts, "format", "default_format", [each.value for each in PictureFormat], now.default_format),
        *_menu(texts, "count", "most_count", range(1, MOST_COUNT + 1), now.most_count),
    ]
    styles = [
        discord.SelectOption(
            label=truncate(style.name, OPTION),
            value=str(style_key(style.name)),
            description=truncate(one_line(style_text(style)), OPTION),
        )
        for style in now.styles
    ]
    items.append(
        _text(
            f"**{settings_texts.name_of(texts, 'styles')}**\n"
            f"-# {texts('settings-styles-text', count=len(styles))}"
        )
    )
    if styles:
        placeholder = texts("settings-styles-placeholder")
        items.append(_select(setting_id("style"), styles, placeholder=placeholder))
    add = EaselButton.of(setting_id("add"), texts("settings-add-style-label"))
    add.item.disabled = len(styles) >= MOST_STYLES
    items.append(_row(add, _switch(texts, "private", "default-private", on=now.default_private)))
    return items


def _access(texts: Texts, state: State) -> Items:
    now = state.settings
    channels: discord.ui.ChannelSelect[Any] = discord.ui.ChannelSelect(
        custom_id=str(setting_id("chans")),
        channel_types=WHERE_PICTURES_CAN_BE,
        min_values=0,
        max_values=MOST_CHOSEN,
        default_values=_known(now.channel_ids, state.guild.get_channel if state.guild else None),
        placeholder=texts("settings-everywhere-placeholder"),
    )
    roles: discord.ui.RoleSelect[Any] = discord.ui.RoleSelect(
        custom_id=str(setting_id("roles")),
        min_values=0,
        max_values=MOST_CHOSEN,
        default_values=_known(now.role_ids, state.guild.get_role if state.guild else None, role=True),
        placeholder=texts("settings-everyone-placeholder"),
    )
    return [
        _text(f"**{settings_texts.name_of(texts, 'channel_ids')}**"),
        _row(EaselButton.menu(channels)),
        _text(f"**{settings_texts.name_of(texts, 'role_ids')}**"),
        _row(EaselButton.menu(roles)),
        *_menu(texts, "going", "most_in_progress", [NOTHING, *IN_PROGRESS], now.most_in_progress),
        *_menu(texts, "perday", "most_per_day", [NOTHING, *PER_DAY], now.most_per_day),
        *_menu(texts, "wait", "cooldown_seconds", [NOTHING, *COOLDOWNS], now.cooldown_seconds),
        _row(
            *(
                EaselButton.of(setting_id("number", query=verb), texts(f"settings-other-{verb}-label"))
                for verb in ("going", "perday", "wait")
            )
        ),
    ]


def _safety(texts: Texts, state: State) -> Items:
    now = state.settings
    words = EaselButton.of(setting_id("words"), texts("settings-edit-words-label"))
    switches = [_switch(texts, "report", "refusals-to-staff", on=now.refusals_to_staff)]
    if state.safety_checker_optional:
        switches.append(_switch(texts, "checker", "safety-checker", on=now.safety_checker))
    return [
        _text(
            f"**{settings_texts.name_of(texts, 'blocked_words')}**\n"
            f"-# {texts('settings-words-text', count=len(now.blocked_words))}"
        ),
        _row(words),
        *_menu(texts, "spoiler", "spoilers", [each.value for each in SpoilerPolicy], now.spoilers),
        *_menu(texts, "level", "tolerance", range(STRICTEST, LOOSEST + 1), now.tolerance),
        *_menu(texts, "strikes", "strikes", STRIKES, now.strikes),
        *_menu(texts, "pause", "pause_minutes", PAUSES, now.pause_minutes),
        _row(*switches),
    ]


def _channels(texts: Texts, state: State) -> Items:
    items: Items = []
    for verb, field, channel_id in (
        ("staff", "staff_channel_id", state.policy.staff_channel_id),
        ("gallery", "gallery_channel_id", state.settings.gallery_channel_id),
    ):
        menu: discord.ui.ChannelSelect[Any] = discord.ui.ChannelSelect(
            custom_id=str(setting_id(verb)),
            channel_types=WHERE_THE_BOT_POSTS,
            min_values=0,
            max_values=1,
            default_values=_known(
                () if channel_id is None else (channel_id,), state.guild.get_channel if state.guild else None
            ),
            placeholder=texts("settings-no-channel-placeholder"),
        )
        note = texts(f"settings-about-{field.removesuffix('_id').replace('_', '-')}")
        lines = [f"**{settings_texts.name_of(texts, field)}**\n-# {note}", *_closed(texts, state, channel_id)]
        items += [_text("\n".join(lines)), _row(EaselButton.menu(menu))]
    return items


def _language(texts: Texts, state: State) -> Items:
    languages = [NOTHING, *settings_texts.LANGUAGES]
    zone = state.policy.schedule.zone
    zones = [discord.SelectOption(label=each, default=each == zone) for each in _with(COMMON_ZONES, zone)]
    return [
        *_menu(texts, "lang", "language", languages, state.settings.language),
        _text(f"**{settings_texts.name_of(texts, 'zone')}**\n-# {texts('settings-about-zone')}"),
        _select(setting_id("zone"), zones),
        _row(EaselButton.of(setting_id("other"), texts("settings-other-zone-label"))),
    ]


_BUILD: dict[str, Callable[[Texts, State], Items]] = {
    "pictures": _pictures,
    "access": _access,
    "safety": _safety,
    "channels": _channels,
    "language": _language,
}


def style_key(name: str) -> int:
    """A style's name in a custom_id, where names don't fit. It's the same in every process."""
    return zlib.crc32(name.encode())


def _menu(texts: Texts, verb: str, field: str, values: Iterable[Any], now: Any) -> Items:
    """The setting's name, and a menu of its values with the current one selected."""
    current = NOTHING if now is None else str(now)
    options = [
        discord.SelectOption(
            label=truncate(_sentence_case(settings_texts.value(texts, field, _stored(each))), OPTION),
            value=str(each),
            default=str(each) == current,
        )
        for each in _with(values, current)
    ]
    about = f"settings-about-{field.replace('_', '-')}"
    note = f"\n-# {texts(about)}" if about in texts else ""
    return [
        _text(f"**{settings_texts.name_of(texts, field)}**{note}"),
        _select(setting_id(verb), options),
    ]


def _sentence_case(words: str) -> str:
    """For a menu entry, where it's on its own."""
    return words[:1].upper() + words[1:]


def _stored(shown: Any) -> Any:
    """A menu's value as the audit log stores it."""
    text = str(shown)
    return None if text == NOTHING else int(text) if text.isdecimal() else text


def _with(values: Iterable[Any], current: str) -> list[Any]:
    """The values, including the current one, which may have been set elsewhere."""
    offered = list(values)
    return offered if current in map(str, offered) else [*offered[: MOST_CHOSEN - 1], current]


def _select(
    custom_id: ButtonId, options: Sequence[discord.SelectOption], *, placeholder: str | None = None
) -> discord.ui.Item[Any]:
    menu: discord.ui.Select[Any] = discord.ui.Select(
        custom_id=str(custom_id), options=list(options), placeholder=placeholder
    )
    return _row(EaselButton.menu(menu))


def _switch(texts: Texts, verb: str, name: str, *, on: bool) -> EaselButton:
    """A button that says what's on or off, and toggles it."""
    style = discord.ButtonStyle.success if on else discord.ButtonStyle.secondary
    label = texts(f"settings-{name}-label", on=on)
    return EaselButton.of(setting_id(verb, int(not on)), label, style)


def _known(
    ids: Sequence[int], find: Callable[[int], object] | None, *, role: bool = False
) -> list[discord.SelectDefaultValue]:
    """Those that the server still has, if that's known. A menu can't show others as selected."""
    kind = discord.SelectDefaultValueType.role if role else discord.SelectDefaultValueType.channel
    return [
        discord.SelectDefaultValue(id=each, type=kind)
        for each in ids[:MOST_CHOSEN]
        if find is None or find(each) is not None
    ]


def _closed(texts: Texts, state: State, channel_id: int | None) -> list[str]:
    """Warns if the bot can't post there, since nobody would notice missing messages."""
    if channel_id is None or state.guild is None or state.guild.me is None:
        return []
    channel = state.guild.get_channel(channel_id)
    if channel is None:
        return [texts("settings-channel-gone")]
    needed = discord.Permissions(view_channel=True, send_messages=True)
    if channel.permissions_for(state.guild.me) >= needed:
        return []
    return [texts("settings-channel-closed", channel=escape(channel.name, OPTION))]


def _row(*items: discord.ui.Item[Any]) -> discord.ui.Item[Any]:
    return discord.ui.ActionRow(*items)


def _text(content: str) -> discord.ui.TextDisplay[Any]:
    return discord.ui.TextDisplay(content)
