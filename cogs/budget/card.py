"""A budget as a card of text."""

import discord

from bot.budgets.budget import Budget
from bot.budgets.price import estimate
from bot.generation.request import DEFAULT_SIZE
from cogs.errors.doors import ReportedLayout
from cogs.wording.amounts import day, pictures, relative, tokens

BAR = 20  # characters


def bar(budget: Budget, length: int = BAR) -> str:
    """█ used, ▒ held, ░ left. What is more than nothing shows as at least one character."""
    whole = max(budget.allowance.tokens, budget.spent + budget.held, 1)
    used = _share(budget.spent, whole, length)
    held = min(_share(budget.held, whole, length), length - used)
    return "█" * used + "▒" * held + "░" * (length - used - held)


def budget_card(budget: Budget) -> discord.ui.LayoutView:
    price = estimate(DEFAULT_SIZE.width, DEFAULT_SIZE.height)
    ends_ms = budget.allowance.period.end_ms
    lines = [
        "**Your budget in this server**",
        f"`{bar(budget)}`",
        f"Used **{tokens(budget.spent)}** of {tokens(budget.allowance.tokens)}",
    ]
    if budget.held:
        lines.append(f"Held **{tokens(budget.held)}** for pictures on their way")
    lines += [
        f"Left **{tokens(budget.left)}**, enough for {pictures(budget.left // price)} of {DEFAULT_SIZE}",
        f"Renews {relative(ends_ms)} ({day(ends_ms)})",
    ]
    return ReportedLayout(timeout=None).add_item(
        discord.ui.Container(discord.ui.TextDisplay("\n".join(lines)))
    )


def _share(amount: int, whole: int, length: int) -> int:
    if amount <= 0:
        return 0
    return min(max(1, amount * length // whole), length)
