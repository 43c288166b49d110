"""What the operator reads."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

import discord

from bot.budgets.operator import Caps, Pause, ServerSpending, Spending
from bot.budgets.price import TOKENS_PER_USD
from cogs.errors.error_hooks import ReportedLayout
from cogs.operator import words
from cogs.operator.scopes import Scope
from cogs.wording.amounts import day, dollars, tokens, worth
from cogs.wording.harmless import harmless

SERVERS_SHOWN = 15
NAME_SHOWN = 60
MESSAGE_SHOWN = 500

Names = Mapping[int, str]


def card(text: str) -> discord.ui.LayoutView:
    return ReportedLayout(timeout=None).add_item(discord.ui.Container(discord.ui.TextDisplay(text)))


def balance_answer(balance: Decimal) -> str:
    amount = int(balance * TOKENS_PER_USD)
    return f"**${balance:,.2f}** are left at the image API: {worth(amount)}."


def spending_answer(spending: Spending, pause: Pause | None, names: Names) -> str:
    """At most 4,000 characters."""
    paid, lost = spending.paid, spending.lost
    lines = [
        f"**Since {day(spending.month_start_ms)}**, {_servers(len(spending.servers))}",
        f"Paid by members **{tokens(paid)}**, lost **{tokens(lost)}**, together {dollars(paid + lost)}",
        f"Cap over all servers: {_cap(spending.caps.overall)}",
    ]
    if pause is not None:
        lines.append(_paused(pause))
    lines += [_server(server, names) for server in spending.servers[:SERVERS_SHOWN]]
    if len(spending.servers) > SERVERS_SHOWN:
        rest = len(spending.servers) - SERVERS_SHOWN
        lines.append(f"- and {rest:,} more: `python -m bot operator spending` lists them all")
    return "\n".join(lines)


def caps_answer(caps: Caps, of_servers: Mapping[int, int], names: Names) -> str:
    """At most 4,000 characters."""
    lines = [
        f"{words.ALL_SERVERS}: **{_cap(caps.overall)}**",
        f"{words.EACH_SERVER}: **{_cap(caps.every_server)}**",
        *_own_caps(of_servers, names),
    ]
    return "\n".join(["**Caps in a calendar month** (UTC)", *lines])


def cap_answer(scope: Scope, before: int | None, after: int | None, names: Names) -> str:
    whose = words.ALL_SERVERS if scope.together == "all" else words.EACH_SERVER
    if scope.guild_id is not None:
        whose = _name(scope.guild_id, names)
    if after is None:
        return (
            f"{whose}: no cap any more. It was {_cap(before)}." if before is not None else f"{whose}: no cap."
        )
    was = "" if before is None else f" It was {_cap(before)}."
    return f"{whose}: **{_cap(after)}** in a calendar month.{was}"


def pause_answer(message: str | None) -> str:
    return (
        f"{_paused(Pause(message))} Nobody can begin a picture; those on their way are still made. "
        "`/operator resume` ends it."
    )


def resume_answer(*, was_paused: bool) -> str:
    return "Pictures can be asked for again." if was_paused else "It was not paused."


def _paused(pause: Pause) -> str:
    if pause.message is None:
        return "**Paused.**"
    return f"**Paused.** Members read: “{harmless(pause.message, MESSAGE_SHOWN)}”"


def _server(server: ServerSpending, names: Names) -> str:
    used = f"paid {tokens(server.paid)}"
    if server.lost:
        used += f", lost {tokens(server.lost)}"
    if server.held:
        used += f", held {tokens(server.held)}"
    cap = "" if server.cap is None else f", of {_cap(server.cap)}"
    return f"- {_name(server.guild_id, names)}: {used}{cap}"


def _own_caps(of_servers: Mapping[int, int], names: Names) -> Iterator[str]:
    for guild_id in list(of_servers)[:SERVERS_SHOWN]:
        yield f"- {_name(guild_id, names)}: **{_cap(of_servers[guild_id])}**"
    if len(of_servers) > SERVERS_SHOWN:
        yield f"- and {len(of_servers) - SERVERS_SHOWN:,} more: `python -m bot operator cap list`"


def _name(guild_id: int, names: Names) -> str:
    name = names.get(guild_id)
    return f"a server I have left (`{guild_id}`)" if name is None else f"**{harmless(name, NAME_SHOWN)}**"


def _cap(cap: int | None) -> str:
    return "no cap" if cap is None else worth(cap)


def _servers(count: int) -> str:
    return f"{count:,} server{'' if count == 1 else 's'}"
