"""`/quota audit`: who changed what, page by page, with buttons that work at any time."""

from dataclasses import replace
from typing import Any

import discord
from discord.app_commands import Choice

from bot.audit.kinds import AuditKind, all_kinds, parse_kind, stored_kind
from bot.audit.model import AuditEntry, AuditFilter, AuditPage
from bot.budgets.audit_kinds import QuotaAct
from bot.budgets.moments import parse_past
from cogs import audit_texts
from cogs.audit_texts import actor, amount, described, member, number, role_of
from cogs.buttons import ButtonId, EaselButton
from cogs.client import EaselClient
from cogs.errors.refusals import ButtonOutdated, NoSuchKind
from cogs.quota.autocomplete import suggestion
from cogs.quota.cards import TEXT_LIMIT, Row, card
from cogs.quota.moderators import Interaction, Person, guild_of, is_moderator, require_moderator
from cogs.quota.services import QuotaServices
from cogs.quota.texts import setting_changes
from cogs.texts import Texts, private_texts
from cogs.texts.formatting import date_time, escape, relative, truncate, units, user, worth

PAGE = 10  # entries
# If ten entries don't fit one card, each is cut to this, so that they fit below the title.
ENTRY = 240
SAID = 120
MOST_CHOICES = 25  # Discord's limit

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_NOTHING = "...."


class AuditPages:
    def __init__(self, client: EaselClient, services: QuotaServices) -> None:
        self._services = services
        for button, turn in (
            (older_id(0, AuditFilter()), self.older),
            (newer_id(0, AuditFilter()), self.newer),
        ):
            client.buttons.add(button.feature, button.verb, button.version, turn)

    async def filter(
        self,
        texts: Texts,
        guild_id: int,
        *,
        member: Person | None,
        moderator: Person | None,
        kind: str | None,
        since: str | None,
        until: str | None,
    ) -> AuditFilter:
        """The options as a filter. Raises `InvalidMoment` and `NoSuchKind`."""
        zone = await self._services.zone(guild_id) if since or until else ""
        now_ms = self._services.now_ms()
        return AuditFilter(
            None if member is None else member.id,
            None if moderator is None else moderator.id,
            None if kind is None else _kind(texts, kind),
            None if since is None else parse_past(since, now_ms, zone),
            None if until is None else parse_past(until, now_ms, zone, end=True),
        )

    async def offer_kinds(self, interaction: Interaction, typed: str) -> list[Choice[str]]:
        """Kinds whose names contain the typed text. There can be more than Discord shows at once."""
        if not is_moderator(interaction):
            return []
        named = _named_kinds(private_texts(interaction))
        fitting = [suggestion(name, kind.value) for name, kind in named if typed.lower() in name.lower()]
        return fitting[:MOST_CHOICES]

    async def page(
        self,
        texts: Texts,
        guild_id: int,
        only: AuditFilter,
        *,
        before: int | None = None,
        after: int | None = None,
    ) -> discord.ui.LayoutView:
        page = await self._services.audit.page(guild_id, only, before=before, after=after, limit=PAGE)
        text = page_text(texts, page, only)
        buttons: list[discord.ui.Item[Any]] = []
        if page.entries and page.newer:
            newer = newer_id(page.entries[0].id, only)
            buttons.append(EaselButton.of(newer, texts("quota-button-newer")))
        if page.entries and page.older:
            older = older_id(page.entries[-1].id, only)
            buttons.append(EaselButton.of(older, texts("quota-button-older")))
        return card(text, Row(*buttons)) if buttons else card(text)

    async def older(self, interaction: Interaction, entry_id: int) -> None:
        await self._turn(interaction, before=entry_id)

    async def newer(self, interaction: Interaction, entry_id: int) -> None:
        await self._turn(interaction, after=entry_id)

    async def _turn(self, interaction: Interaction, **entry: int) -> None:
        require_moderator(interaction)
        only = unpacked(ButtonId.of(interaction).query)
        view = await self.page(private_texts(interaction), guild_of(interaction), only, **entry)
        await interaction.response.edit_message(view=view)


def _named_kinds(texts: Texts) -> list[tuple[str, AuditKind]]:
    return [(texts(text_id), kind) for kind in all_kinds() if (text_id := f"choice-kind-{kind}") in texts]


def _kind(texts: Texts, typed: str) -> AuditKind:
    """The kind that was chosen, or typed in full. Raises `NoSuchKind`."""
    for name, kind in _named_kinds(texts):
        if typed.strip().lower() == name.lower():
            return kind
    try:
        return parse_kind(typed)
    except ValueError:
        raise NoSuchKind(typed) from None


def older_id(entry_id: int, only: AuditFilter) -> ButtonId:
    """The page of entries older than that one."""
    return ButtonId("quota", "older", 1, entry_id, packed(only))


def newer_id(entry_id: int, only: AuditFilter) -> ButtonId:
    """The page of entries newer than that one."""
    return ButtonId("quota", "newer", 1, entry_id, packed(only))


# The contents of a button.


def packed(only: AuditFilter) -> str:
    """Member, moderator, kind, and the two times in seconds, in base 36. Empty for an empty filter."""
    parts = (
        _short(only.user_id),
        _short(only.actor_id),
        only.kind or "",
        _short(_seconds(only.since_ms)),
        _short(_seconds(only.until_ms)),
    )
    query = ".".join(parts)
    return "" if query == _NOTHING else query


def unpacked(query: str) -> AuditFilter:
    """Raises `ButtonOutdated` for anything that `packed` didn't write."""
    try:
        user_id, actor_id, kind, since, until = (query or _NOTHING).split(".")
        return AuditFilter(
            _long(user_id),
            _long(actor_id),
            parse_kind(kind) if kind else None,
            _milliseconds(_long(since)),
            _milliseconds(_long(until)),
        )
    except ValueError:
        raise ButtonOutdated from None


def _seconds(at_ms: int | None) -> int | None:
    return None if at_ms is None else at_ms // 1000


def _milliseconds(at_seconds: int | None) -> int | None:
    return None if at_seconds is None else at_seconds * 1000


def _short(value: int | None) -> str:
    if value is None:
        return ""
    text = ""
    while True:
        value, digit = divmod(value, 36)
        text = _DIGITS[digit] + text
        if value == 0:
            return text


def _long(text: str) -> int | None:
    return int(text, 36) if text else None


# Texts for moderators.


def page_text(texts: Texts, page: AuditPage, only: AuditFilter) -> str:
    """At most 4,000 characters for `PAGE` entries."""
    head = [texts("quota-audit-title"), *_filter_line(texts, only)]
    if not page.entries:
        head.append(texts("quota-audit-empty" if only == AuditFilter() else "quota-audit-no-match"))
    whole = "\n".join([*head, *(entry_text(texts, entry) for entry in page.entries)])
    if units(whole) <= TEXT_LIMIT:
        return whole
    return "\n".join([*head, *(entry_text(texts, entry, ENTRY) for entry in page.entries)])


def entry_text(texts: Texts, entry: AuditEntry, limit: int = TEXT_LIMIT) -> str:
    """`3 days ago · @rowan gave @hazel about 3 pictures (250,000 tokens) …`, with the reason below it.

    `limit` is in characters, without the reason.
    """
    line = texts(
        "quota-audit-line",
        when=relative(entry.at_ms),
        actor=actor(texts, entry),
        what=described(texts, entry),
    )
    cut = truncate(line, limit)
    return f"{cut}\n-# “{escape(entry.reason, SAID)}”" if entry.reason else cut


def _filter_line(texts: Texts, only: AuditFilter) -> list[str]:
    given = []
    if only.user_id is not None:
        given.append(texts("quota-audit-filter-member", who=user(texts, only.user_id)))
    if only.actor_id is not None:
        given.append(texts("quota-audit-filter-moderator", who=user(texts, only.actor_id)))
    if only.kind is not None:
        given.append(texts(f"choice-kind-{only.kind}"))
    if only.since_ms is not None:
        given.append(texts("quota-audit-filter-since", when=date_time(only.since_ms)))
    if only.until_ms is not None:
        given.append(texts("quota-audit-filter-until", when=date_time(only.until_ms)))
    return [f"-# {texts('quota-audit-filter', filters=texts.listed(given))}"] if given else []


def _server_set(texts: Texts, entry: AuditEntry) -> str:
    settings = {name: value for name, value in entry.new.items() if name in entry.old}
    changes = texts.listed(setting_changes(texts, entry.old, settings))
    if entry.new.get("raises_own"):
        return texts("quota-audit-server_set-own", changes=changes)
    return texts("quota-audit-server_set", changes=changes)


def _role_set(texts: Texts, entry: AuditEntry) -> str:
    old, new = (
        amount(texts, fields, "allowance", without="quota-value-none") for fields in (entry.old, entry.new)
    )
    return texts("quota-audit-role_set", role=role_of(texts, entry), old=old, new=new)


def _role_cleared(texts: Texts, entry: AuditEntry) -> str:
    old = amount(texts, entry.old, "allowance", without="quota-value-none")
    return texts("quota-audit-role_cleared", role=role_of(texts, entry), old=old)


def _member_set(texts: Texts, entry: AuditEntry) -> str:
    old, new = (
        amount(texts, fields, "allowance", without="quota-default-allowance")
        for fields in (entry.old, entry.new)
    )
    return texts("quota-audit-member_set", member=member(texts, entry), old=old, new=new)


def _granted(texts: Texts, entry: AuditEntry) -> str:
    at_ms = number(entry.new, "expires_at_ms")
    return texts(
        "quota-audit-granted",
        member=member(texts, entry),
        amount=worth(texts, number(entry.new, "amount") or 0),
        expiry=texts("quota-expires-never")
        if at_ms is None
        else texts("quota-expires", when=date_time(at_ms)),
    )


def _deducted(texts: Texts, entry: AuditEntry) -> str:
    taken = (number(entry.new, "from_grants") or 0) + (number(entry.new, "from_allowance") or 0)
    return texts(
        "quota-audit-deducted",
        member=member(texts, entry),
        amount=worth(texts, taken),
        old=worth(texts, number(entry.old, "left") or 0),
        new=worth(texts, number(entry.new, "left") or 0),
    )


def _reset(texts: Texts, entry: AuditEntry) -> str:
    spent = worth(texts, number(entry.old, "spent") or 0)
    return texts("quota-audit-reset", member=member(texts, entry), old=spent)


def _frozen(texts: Texts, entry: AuditEntry) -> str:
    until_ms = number(entry.new, "until_ms")
    until = "none" if until_ms is None else date_time(until_ms)
    return texts("quota-audit-frozen", member=member(texts, entry), until=until)


def _unfrozen(texts: Texts, entry: AuditEntry) -> str:
    return texts("quota-audit-unfrozen", member=member(texts, entry))


def _refunded(texts: Texts, entry: AuditEntry) -> str:
    refund = (number(entry.new, "restored") or 0) + (number(entry.new, "granted") or 0)
    return texts(
        "quota-audit-refunded",
        member=member(texts, entry),
        amount=worth(texts, refund),
        picture=str(number(entry.new, "generation_id")),
    )


def _role_grant_made(texts: Texts, entry: AuditEntry) -> str:
    return texts(
        "quota-audit-promise_made",
        number=str(number(entry.new, "promise_id")),
        amount=worth(texts, number(entry.new, "amount") or 0),
        role=role_of(texts, entry),
    )


def _role_grant_revoked(texts: Texts, entry: AuditEntry) -> str:
    return texts(
        "quota-audit-promise_revoked",
        number=str(number(entry.old, "promise_id")),
        amount=worth(texts, number(entry.old, "amount") or 0),
        role=role_of(texts, entry),
        claims=number(entry.new, "claims") or 0,
    )


def _role_grant_claimed(texts: Texts, entry: AuditEntry) -> str:
    return texts(
        "quota-audit-promise_claimed",
        number=str(number(entry.new, "promise_id")),
        amount=worth(texts, number(entry.new, "amount") or 0),
        role=role_of(texts, entry),
    )


def _operator_cap(texts: Texts, entry: AuditEntry) -> str:
    old, new = (
        amount(texts, fields, "cap", without="quota-audit-no-limit") for fields in (entry.old, entry.new)
    )
    return texts("quota-audit-operator_cap", old=old, new=new)


def _undone(texts: Texts, entry: AuditEntry) -> str:
    """An undone change is described as it was made, as further down in the log."""
    what = {name: value for name, value in entry.new.items() if name not in ("audit_id", "kind")}
    kind = stored_kind(str(entry.new.get("kind")))
    undone = replace(entry, kind=kind, old=what, new=entry.old)
    return texts("quota-audit-undone", what=described(texts, undone))


def _paused(texts: Texts, entry: AuditEntry) -> str:
    message = entry.new.get("message")
    return texts("quota-audit-paused", message=escape(str(message), SAID) if message else "none")


audit_texts.register({
    QuotaAct.SERVER_SET: _server_set,
    QuotaAct.ROLE_SET: _role_set,
    QuotaAct.ROLE_CLEARED: _role_cleared,
    QuotaAct.MEMBER_SET: _member_set,
    QuotaAct.GRANTED: _granted,
    QuotaAct.DEDUCTED: _deducted,
    QuotaAct.RESET: _reset,
    QuotaAct.FROZEN: _frozen,
    QuotaAct.UNFROZEN: _unfrozen,
    QuotaAct.REFUNDED: _refunded,
    QuotaAct.PROMISE_MADE: _role_grant_made,
    QuotaAct.PROMISE_REVOKED: _role_grant_revoked,
    QuotaAct.PROMISE_CLAIMED: _role_grant_claimed,
    QuotaAct.OPERATOR_CAP: _operator_cap,
    QuotaAct.PAUSED: _paused,
    QuotaAct.UNDONE: _undone,
    QuotaAct.RESUMED: lambda texts, _: texts("quota-audit-resumed"),
})  # fmt: skip
