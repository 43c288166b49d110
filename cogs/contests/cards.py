"""The contest's message, its rules, and the lists of contests."""

from collections.abc import Iterable
from typing import Any

import discord

from bot.contests.model import Contest, ContestSettings, Phase
from bot.contests.rules import quorum_needed
from cogs.buttons import ButtonId, EaselButton
from cogs.contests import ids
from cogs.errors.error_hooks import ReportedLayout
from cogs.forms import chosen
from cogs.texts import Texts
from cogs.texts.formatting import (
    USUAL_PRICE,
    date_time,
    dollars,
    escape,
    pictures,
    relative,
    role,
    tokens,
    truncate,
    user,
    worth,
)

COLOUR = discord.Colour(0x3F7AC2)
TITLE_SHOWN = 160
THEME_SHOWN = 600
DESCRIPTION_SHOWN = 1_800
REASON_SHOWN = 600
DAY_MS = 86_400_000

Item = discord.ui.Item[Any]
Layout = discord.ui.LayoutView


def card(*items: Item) -> Layout:
    return ReportedLayout(timeout=None).add_item(discord.ui.Container(*items, accent_colour=COLOUR))


def text(*lines: str) -> Item:
    return discord.ui.TextDisplay("\n".join(filter(None, lines)))


def row(*buttons: Item) -> Item:
    return discord.ui.ActionRow(*buttons)


def full_time(at_ms: int) -> str:
    """`Thursday, 31 December 2026 18:00`, in each reader's own time zone."""
    return f"<t:{at_ms // 1000}:F>"


def title(contest: Contest | ContestSettings) -> str:
    settings = contest.settings if isinstance(contest, Contest) else contest
    return escape(settings.title, TITLE_SHOWN)


def contest_card(contest: Contest, texts: Texts) -> Layout:
    """A contest's message in its channel."""
    settings = contest.settings
    heading = text(
        f"## {title(contest)}",
        _phase(contest, texts),
        texts("contest-theme", theme=escape(settings.theme, THEME_SHOWN)),
        escape(settings.description, DESCRIPTION_SHOWN) if settings.description else "",
    )
    facts = text(
        texts("contest-entries-count", entries=contest.entries)
        if contest.phase is not Phase.ANNOUNCED
        else "",
        *prize_lines(settings, texts),
        _cancelled(contest, texts),
        "" if contest.phase is Phase.CANCELLED else _commitment(contest, texts),
    )
    buttons: list[Item] = []
    if contest.phase is Phase.OPEN:
        label = texts("contest-enter-label")
        buttons.append(EaselButton.of(ids.join_id(contest.id), label, discord.ButtonStyle.primary))
    if contest.phase is Phase.VOTING:
        buttons.append(vote_button(contest, texts))
    buttons.append(EaselButton.of(ids.rules_id(contest.id), texts("contest-rules-label")))
    return card(heading, facts, row(*buttons))


def vote_button(contest: Contest, texts: Texts) -> EaselButton:
    return EaselButton.of(ids.vote_id(contest.id), texts("contest-vote-label"), discord.ButtonStyle.primary)


def _phase(contest: Contest, texts: Texts) -> str:
    at_ms = contest.settings.schedule.ends_at_ms(contest.phase) or contest.closed_at_ms or 0
    return texts(
        "contest-phase",
        phase=contest.phase.value,
        at=full_time(at_ms),
        **{"in": relative(at_ms)},
    )


def _commitment(contest: Contest, texts: Texts) -> str:
    return f"-# {texts('contest-commitment', hash=contest.commitment)}"


def _cancelled(contest: Contest, texts: Texts) -> str:
    if contest.phase is not Phase.CANCELLED or not contest.cancel_reason:
        return ""
    return texts("contest-cancel-reason", reason=escape(contest.cancel_reason, REASON_SHOWN))


def prize_lines(settings: ContestSettings, texts: Texts) -> list[str]:
    return [
        texts("contest-prize", place=place, prize=worth(texts, prize))
        for place, prize in enumerate(settings.prizes, start=1)
    ]


def rules_text(contest: Contest, texts: Texts, hosts: Iterable[int] = ()) -> str:
    """All rules of a contest, for a private answer."""
    settings = contest.settings
    lines = [
        f"**{title(contest)}**",
        texts("contest-rule-times", **_times(settings)),
        texts("contest-rule-entries", count=settings.entries_per_member),
        texts(
            "contest-rule-anonymous",
            anonymous=settings.anonymous,
            public=settings.public_entries or not settings.anonymous,
        ),
        texts("contest-rule-voters", age=settings.min_account_days, joined=_joined(settings)),
    ]
    if settings.entrants_role_id is not None:
        lines.append(texts("contest-rule-entrants-role", role=role(settings.entrants_role_id)))
    if settings.voters_role_id is not None:
        lines.append(texts("contest-rule-voters-role", role=role(settings.voters_role_id)))
    picks = contest.picks or settings.picks
    lines.append(texts("contest-rule-picks", known=picks is not None, picks=picks or 0))
    if (awards := awards_of(settings)) != "none":
        quorum = quorum_needed(settings.quorum, settings.prizes)
        lines.append(texts("contest-rule-quorum", quorum=quorum, awards=awards))
    if settings.prizes and settings.prizes_expire_after_ms is not None:
        lines.append(texts("contest-rule-expiry", span=span(texts, settings.prizes_expire_after_ms)))
    lines.append(texts("contest-rule-ties", ties=settings.ties.value))
    if settings.cooldown:
        lines.append(texts("contest-rule-cooldown", contests=settings.cooldown))
    if settings.pool:
        limit = settings.pool_per_member
        lines.append(
            texts(
                "contest-rule-pool",
                pool=worth(texts, settings.pool),
                limited=limit is not None,
                limit=worth(texts, limit or 0),
            )
        )
    if settings.winner_role_id is not None:
        held = settings.winner_role_for_ms
        lines.append(
            texts(
                "contest-rule-winner-role",
                role=role(settings.winner_role_id),
                limited=held is not None,
                span=span(texts, held or 0),
            )
        )
    named = [user(texts, each) for each in sorted(hosts)]
    lines.append(
        texts(
            "contest-rule-hosts",
            hosts=texts.listed(named) if named else texts("contest-nobody"),
            can=settings.host_may_take_part,
        )
    )
    lines.append(texts("contest-rule-proof", hash=contest.commitment))
    return "\n".join(f"- {line}" if index else line for index, line in enumerate(lines))


def awards_of(settings: ContestSettings) -> str:
    """What a contest's winners get: `prizes`, `role`, `both` or `none`."""
    if settings.winner_role_id is None:
        return "prizes" if settings.prizes else "none"
    return "both" if settings.prizes else "role"


def _joined(settings: ContestSettings) -> str:
    """When a voter must have joined, or `any` if that doesn't matter."""
    if not settings.joined_before_opening and not settings.min_days_in_server:
        return "any"
    return date_time(settings.schedule.opens_at_ms - settings.min_days_in_server * DAY_MS)


def _times(settings: ContestSettings) -> dict[str, str]:
    schedule = settings.schedule
    return {
        "opens": full_time(schedule.opens_at_ms),
        "entries": full_time(schedule.entries_until_ms),
        "votes": full_time(schedule.votes_until_ms),
    }


def span(texts: Texts, span_ms: int) -> str:
    """`7 days`, `36 hours`, `5 minutes`."""
    for unit, length in (("days", DAY_MS), ("hours", 3_600_000)):
        if span_ms >= length and span_ms % length == 0:
            return texts("contest-span", unit=unit, count=span_ms // length)
    return texts("contest-span", unit="minutes", count=max(1, round(span_ms / 60_000)))


def list_text(texts: Texts, running: Iterable[Contest], over: Iterable[Contest]) -> str:
    lines = [texts("contest-list-title")]
    for contest in (*running, *over):
        at_ms = contest.settings.schedule.ends_at_ms(contest.phase) or contest.closed_at_ms or 0
        lines.append(
            texts(
                "contest-list-line",
                title=escape(contest.settings.title, 60),
                phase=contest.phase.value,
                when=relative(at_ms),
                entries=contest.entries,
            )
        )
    return "\n".join(lines) if len(lines) > 1 else texts("contest-list-empty")


def prize_worth(texts: Texts, amount: int) -> str:
    """`63,000 tokens (1 picture, $0.06)`, for hosts."""
    return texts(
        "contest-amount",
        tokens=tokens(texts, amount),
        pictures=pictures(texts, amount // USUAL_PRICE),
        dollars=dollars(texts, amount),
    )


def menu(
    custom_id: ButtonId, placeholder: str, options: dict[str, str], chosen: str | None = None
) -> discord.ui.Item[Any]:
    """A menu that `client.buttons` handles, like a button."""
    select: discord.ui.Select[Any] = discord.ui.Select(
        custom_id=str(custom_id),
        placeholder=placeholder,
        options=[
            discord.SelectOption(label=truncate(label, 100), value=value, default=value == chosen)
            for value, label in options.items()
        ],
    )
    return EaselButton.menu(select)


def first_choice(interaction: discord.Interaction[Any]) -> str:
    """The choice in a menu with a single choice."""
    return next(iter(chosen(interaction)), "")
