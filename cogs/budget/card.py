"""A budget as a card of text."""

from collections.abc import Iterator

import discord

from bot.budgets.budget import Allowance, Budget
from bot.budgets.grants import Grant, GrantSource, RoleGrant
from bot.budgets.policy import Freeze, Source
from bot.generation.models import FLUX_2_PRO
from cogs.errors.error_hooks import ReportedLayout
from cogs.wording.amounts import USUAL_PRICE, day, pictures, relative, tokens
from cogs.wording.harmless import harmless
from cogs.wording.people import role

BAR = 20  # characters
GIFTS_SHOWN = 10
REASON_SHOWN = 120

SOURCES = {
    Source.MEMBER: "set for you by a moderator",
    Source.SERVER: "what this server gives everybody",
    Source.OPERATOR: "what everybody has here",
}

GRANTED = {
    GrantSource.MODERATOR: "given by a moderator",
    GrantSource.PROMISE: "given to a role of yours",
    GrantSource.REFUND: "a refund",
    GrantSource.PRIZE: "a prize",
    GrantSource.CONTEST: "from a contest's pool",
}


def bar(budget: Budget, length: int = BAR) -> str:
    """█ used, ▒ held, ░ left. What is more than nothing shows as at least one character."""
    whole = max(budget.allowance.tokens, budget.spent + budget.held, 1)
    used = _share(budget.spent, whole, length)
    held = min(_share(budget.held, whole, length), length - used)
    return "█" * used + "▒" * held + "░" * (length - used - held)


def budget_card(budget: Budget) -> discord.ui.LayoutView:
    lines = [
        "**Your budget in this server**",
        *_frozen(budget.freeze),
        *_used(budget),
        *_left(budget),
        _renewal(budget.allowance),
        f"-# {_source(budget.allowance)}",
    ]
    items: list[discord.ui.Item[discord.ui.LayoutView]] = [discord.ui.TextDisplay("\n".join(lines))]
    gifts = [*map(_promise, budget.promises), *map(_grant, budget.grants)]
    if gifts:
        if len(gifts) > GIFTS_SHOWN:
            gifts = [*gifts[:GIFTS_SHOWN], f"- and {len(gifts) - GIFTS_SHOWN:,} more"]
        title = "**Given to you**, and spent before your allowance"
        items += [discord.ui.Separator(), discord.ui.TextDisplay("\n".join([title, *gifts]))]
    return ReportedLayout(timeout=None).add_item(discord.ui.Container(*items))


def _frozen(freeze: Freeze | None) -> Iterator[str]:
    if freeze is None:
        return
    said = f" They say: “{harmless(freeze.reason, 500)}”" if freeze.reason and freeze.reason.strip() else ""
    until = "" if freeze.until_ms is None else f" It ends {relative(freeze.until_ms)}."
    yield f"❄️ A moderator has frozen it: you can't spend anything now.{said}{until}"


def _used(budget: Budget) -> Iterator[str]:
    allowance = budget.allowance
    if allowance.unlimited:
        yield f"Used **{tokens(budget.spent)}**, and there is no limit"
    else:
        yield f"`{bar(budget)}`"
        yield f"Used **{tokens(budget.spent)}** of {tokens(allowance.tokens)}"
    if budget.all_held:
        yield f"Held **{tokens(budget.all_held)}** for pictures on their way"


def _left(budget: Budget) -> Iterator[str]:
    if not budget.allowance.unlimited:
        count = pictures(budget.left // USUAL_PRICE)
        yield f"Left **{tokens(budget.left)}**, enough for {count} of {FLUX_2_PRO.default_size}"


def _renewal(allowance: Allowance) -> str:
    renews_at_ms = allowance.period.renews_at_ms
    if renews_at_ms is None:
        return "It does not renew"
    return f"Renews {relative(renews_at_ms)} ({day(renews_at_ms)})"


def _source(allowance: Allowance) -> str:
    if allowance.source is Source.ROLE and allowance.role_id is not None:
        source = f"what {role(allowance.role_id)} gives you"
    else:
        source = SOURCES.get(allowance.source, SOURCES[Source.OPERATOR])
    text = f"Your allowance is {source}"
    if allowance.rollover:
        text += f", and {tokens(allowance.rollover)} that you left over before"
    return text


def _promise(promise: RoleGrant) -> str:
    return (
        f"- **{tokens(promise.amount)}** with your next picture, if you ask for it before "
        f"{day(promise.ends_at_ms)}: for {role(promise.role_id)}{_because(promise.reason)}"
    )


def _grant(grant: Grant) -> str:
    expiry = "" if grant.expires_at_ms is None else f", expires {relative(grant.expires_at_ms)}"
    held = f", {tokens(grant.held)} held" if grant.held else ""
    return (
        f"- **{tokens(grant.left)}** left of {tokens(grant.amount)}{held}{expiry}: "
        f"{GRANTED.get(grant.source, GRANTED[GrantSource.MODERATOR])}{_because(grant.reason)}"
    )


def _because(reason: str | None) -> str:
    return f" (“{harmless(reason, REASON_SHOWN)}”)" if reason and reason.strip() else ""


def _share(amount: int, whole: int, length: int) -> int:
    if amount <= 0:
        return 0
    return min(max(1, amount * length // whole), length)
