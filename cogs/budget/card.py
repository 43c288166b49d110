"""A member's budget as a text card."""

from collections.abc import Iterator

import discord

from bot.budgets.budget import Allowance, Budget
from bot.budgets.grants import Grant, RoleGrant
from bot.budgets.policy import Freeze, Source
from cogs.errors.error_hooks import ReportedLayout
from cogs.texts import Texts
from cogs.texts.formatting import USUAL_PRICE, date, escape, relative, role, tokens

BAR = 20  # characters
BONUSES_SHOWN = 10
REASON_SHOWN = 120


def bar(budget: Budget, length: int = BAR) -> str:
    """█ used, ▒ held, ░ left. Any amount above zero takes at least one character."""
    whole = max(budget.allowance.tokens, budget.spent + budget.held, 1)
    used = _share(budget.spent, whole, length)
    held = min(_share(budget.held, whole, length), length - used)
    return "█" * used + "▒" * held + "░" * (length - used - held)


def budget_card(budget: Budget, texts: Texts) -> discord.ui.LayoutView:
    lines = [
        texts("budget-heading"),
        *_balance(budget, texts),
        *_usage(budget, texts),
        _reset(budget.allowance, texts),
        *_source(budget.allowance, texts),
    ]
    items: list[discord.ui.Item[discord.ui.LayoutView]] = [discord.ui.TextDisplay("\n".join(lines))]
    bonuses = [_promise(promise, texts) for promise in budget.promises]
    bonuses += [_grant(grant, texts) for grant in budget.grants]
    if bonuses:
        if len(bonuses) > BONUSES_SHOWN:
            hidden = len(bonuses) - BONUSES_SHOWN
            bonuses = [*bonuses[:BONUSES_SHOWN], texts("budget-more-bonuses", count=hidden)]
        shown = "\n".join([texts("budget-bonuses"), *bonuses])
        items += [discord.ui.Separator(), discord.ui.TextDisplay(shown)]
    return ReportedLayout(timeout=None).add_item(discord.ui.Container(*items))


def _balance(budget: Budget, texts: Texts) -> Iterator[str]:
    """What's left. Nothing in a frozen budget can be used, so the freeze is shown instead."""
    if budget.freeze is not None:
        yield _frozen(budget.freeze, texts)
    elif budget.allowance.unlimited:
        yield texts("budget-unlimited")
    else:
        yield texts("budget-left", pictures=budget.left // USUAL_PRICE, tokens=budget.left)


def _frozen(freeze: Freeze, texts: Texts) -> str:
    reason = (freeze.reason or "").strip()
    return texts(
        "budget-frozen",
        has_reason=bool(reason),
        reason=escape(reason, 500),
        has_end=freeze.until_ms is not None,
        ends="" if freeze.until_ms is None else relative(freeze.until_ms),
    )


def _usage(budget: Budget, texts: Texts) -> Iterator[str]:
    if budget.allowance.unlimited:
        yield texts("budget-used-without-limit", tokens=budget.spent)
    else:
        yield f"`{bar(budget)}`"
        yield texts("budget-used", used=budget.spent, allowance=budget.allowance.tokens)
    if budget.all_held:
        yield texts("budget-reserved", tokens=budget.all_held)


def _reset(allowance: Allowance, texts: Texts) -> str:
    resets_at_ms = allowance.period.renews_at_ms
    if resets_at_ms is None:
        return texts("budget-never-resets")
    return texts("budget-resets", resets=relative(resets_at_ms), date=date(resets_at_ms))


def _source(allowance: Allowance, texts: Texts) -> Iterator[str]:
    if allowance.source is Source.ROLE and allowance.role_id is not None:
        yield texts("budget-source-role", role=role(allowance.role_id))
    else:
        yield texts("budget-source", source=allowance.source.value)
    if allowance.rollover:
        yield texts("budget-rollover", tokens=allowance.rollover)


def _promise(promise: RoleGrant, texts: Texts) -> str:
    return texts(
        "budget-promise",
        amount=tokens(texts, promise.amount),
        date=date(promise.ends_at_ms),
        role=role(promise.role_id),
        **_because(promise.reason),
    )


def _grant(grant: Grant, texts: Texts) -> str:
    return texts(
        "budget-bonus",
        left=grant.left,
        amount=grant.amount,
        held=grant.held,
        has_expiry=grant.expires_at_ms is not None,
        expires="" if grant.expires_at_ms is None else relative(grant.expires_at_ms),
        source=grant.source.value,
        **_because(grant.reason),
    )


def _because(reason: str | None) -> dict[str, str | bool]:
    shown = escape((reason or "").strip(), REASON_SHOWN)
    return {"has_reason": bool(shown), "reason": shown}


def _share(amount: int, whole: int, length: int) -> int:
    if amount <= 0:
        return 0
    return min(max(1, amount * length // whole), length)
