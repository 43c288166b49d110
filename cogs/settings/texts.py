"""Settings and their values, as people read them."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from types import MappingProxyType
from typing import Any

from bot.audit.model import AuditEntry
from bot.generation.models import FLUX_2_PRO, Preset
from bot.servers.audit_kinds import ServerAct
from bot.servers.model import LOOSEST, STRICTEST, USUAL_TOLERANCE, ServerSettings
from cogs import audit_texts
from cogs.audit_texts import member, number
from cogs.texts import Texts
from cogs.texts.formatting import date_time, duration, message_link, worth

Value = Callable[[Texts, Any], str]

LISTED = 10  # channels or roles that are named in one line
LANGUAGES = {"en-US": "English", "de": "Deutsch", "es-ES": "Español"}  # each in its own language


def changes(texts: Texts, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """`**Cooldown**: none → **30 s** and …`. The fields are those of `ServerAct.SETTINGS_CHANGED`."""
    return texts.listed(
        texts(
            "settings-change",
            name=name_of(texts, name),
            old=value(texts, name, old.get(name)),
            new=value(texts, name, new[name]),
        )
        for name in new
    )


def differing(before: ServerSettings, after: ServerSettings) -> tuple[dict[str, Any], dict[str, Any]]:
    """The settings that differ, before and after, as the audit log stores them."""
    old, new = (
        {field.name: _kept(getattr(settings, field.name)) for field in fields(ServerSettings)}
        for settings in (before, after)
    )
    names = [name for name in new if getattr(before, name) != getattr(after, name)]
    return {name: old[name] for name in names}, {name: new[name] for name in names}


def _kept(value: Any) -> Any:
    if not isinstance(value, tuple):
        return value
    return ",".join(map(str, value)) if all(isinstance(each, int) for each in value) else len(value)


def name_of(texts: Texts, field: str) -> str:
    return texts(f"settings-name-{field.replace('_', '-')}")


def value(texts: Texts, field: str, stored: Any) -> str:
    """A setting's stored audit log value in words."""
    if stored is None and field in UNSET:
        return texts(UNSET[field])
    return _VALUES[field](texts, stored) if field in _VALUES else str(stored)


def span(texts: Texts, seconds: int) -> str:
    """`30 s`, `5 min`, `2 h`, `1 day`: the largest unit that fits."""
    for unit, length in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds % length == 0:
            return texts("settings-span", unit=unit, count=seconds // length)
    return duration(texts, seconds)


# The meaning of an unset setting.
UNSET = {
    "gallery_channel_id": "settings-none",
    "staff_channel_id": "settings-none",
    "most_in_progress": "settings-bots-limit",
    "most_per_day": "settings-no-limit",
    "cooldown_seconds": "settings-no-cooldown",
    "language": "settings-discords-language",
}


def _preset(texts: Texts, stored: str | None) -> str:
    if stored is None:
        return texts("settings-usual-size", size=str(FLUX_2_PRO.default_size))
    preset = Preset(stored)
    return texts(f"choice-preset-{preset.value}", size=str(FLUX_2_PRO.presets[preset]))


def _switched(texts: Texts, stored: Any) -> str:
    return texts("settings-on" if stored else "settings-off")


def _counted(text_id: str) -> Value:
    return lambda texts, stored: texts(text_id, count=stored or 0)


def _tolerance(texts: Texts, stored: int) -> str:
    kinds = {STRICTEST: "strictest", USUAL_TOLERANCE: "standard", LOOSEST: "loosest"}
    return texts("settings-tolerance", level=stored, kind=kinds.get(stored, "other"))


def _channel(_: Texts, stored: Any) -> str:
    return f"<#{stored}>"


_VALUES: Mapping[str, Value] = MappingProxyType(
    {
        "channel_ids": lambda texts, ids: _mentions(texts, "#", ids) or texts("settings-everywhere"),
        "role_ids": lambda texts, ids: _mentions(texts, "@&", ids) or texts("settings-everyone"),
        "gallery_channel_id": _channel,
        "staff_channel_id": _channel,
        "default_preset": _preset,
        "default_format": lambda _, stored: str(stored).upper(),
        "default_private": _switched,
        "spoilers": lambda texts, stored: texts(f"settings-spoilers-{str(stored).replace('_', '-')}"),
        "most_in_progress": _counted("settings-pictures"),
        "most_per_day": _counted("settings-pictures"),
        "most_count": _counted("settings-pictures"),
        "cooldown_seconds": span,
        "strikes": _counted("settings-strikes"),
        "pause_minutes": lambda texts, stored: span(texts, stored * 60),
        "styles": _counted("settings-styles"),
        "blocked_words": _counted("settings-blocked-words"),
        "tolerance": _tolerance,
        "safety_checker": _switched,
        "refusals_to_staff": _switched,
        "language": lambda _, stored: LANGUAGES.get(str(stored), str(stored)),
    }
)


def _mentions(texts: Texts, kind: str, joined: str | None) -> str:
    ids = [each for each in (joined or "").split(",") if each]
    named = [f"<{kind}{each}>" for each in ids[:LISTED]]
    more = len(ids) - len(named)
    return texts.listed([*named, texts("settings-more", count=more)] if more else named) if ids else ""


def _settings_changed(texts: Texts, entry: AuditEntry) -> str:
    return texts("settings-audit-changed", changes=changes(texts, entry.old, entry.new))


def _request_approved(texts: Texts, entry: AuditEntry) -> str:
    amount = worth(texts, number(entry.new, "amount") or 0)
    return texts("moderation-audit-request-approved", member=member(texts, entry), amount=amount)


def _request_declined(texts: Texts, entry: AuditEntry) -> str:
    return texts("moderation-audit-request-declined", member=member(texts, entry))


def _member_paused(texts: Texts, entry: AuditEntry) -> str:
    return texts(
        "moderation-audit-member-paused",
        count=number(entry.new, "refused") or 0,
        until=date_time(number(entry.new, "until_ms") or 0),
    )


def _picture_reported(texts: Texts, entry: AuditEntry) -> str:
    return texts("moderation-audit-picture-reported", link=_link(entry), member=member(texts, entry))


def _report_dismissed(texts: Texts, entry: AuditEntry) -> str:
    return texts("moderation-audit-report-dismissed", link=_link(entry), member=member(texts, entry))


def _link(entry: AuditEntry) -> str:
    channel_id, message_id = number(entry.new, "channel_id"), number(entry.new, "message_id")
    return message_link(entry.guild_id, channel_id or 0, message_id or 0)


audit_texts.register({
    ServerAct.SETTINGS_CHANGED: _settings_changed,
    ServerAct.REQUEST_APPROVED: _request_approved,
    ServerAct.REQUEST_DECLINED: _request_declined,
    ServerAct.MEMBER_PAUSED: _member_paused,
    ServerAct.PICTURE_REPORTED: _picture_reported,
    ServerAct.REPORT_DISMISSED: _report_dismissed,
})  # fmt: skip
