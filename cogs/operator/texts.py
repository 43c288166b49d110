"""The texts of the owner's commands."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from bot.budgets.operator import Caps, Pause, ServerSpending, Spending
from bot.budgets.policy import UNLIMITED
from bot.budgets.price import TOKENS_PER_USD
from bot.generation.dispatcher import LaneStatus
from cogs.operator.scopes import Scope
from cogs.texts import Texts
from cogs.texts.formatting import date, dollars, escape, relative, tokens, worth

SERVERS_SHOWN = 15
NAME_SHOWN = 60
MESSAGE_SHOWN = 500

Names = Mapping[int, str]


def balance(texts: Texts, usd: Decimal) -> str:
    amount = int(usd * TOKENS_PER_USD)
    return texts("operator-balance", dollars=dollars(texts, amount), amount=worth(texts, amount))


def spending(texts: Texts, month: Spending, pause: Pause | None, names: Names) -> str:
    """At most 4,000 characters."""
    paid, lost = month.paid, month.lost
    lines = [
        texts("operator-spending-heading", since=date(month.month_start_ms), servers=len(month.servers)),
        texts(
            "operator-spending-total",
            paid=tokens(texts, paid),
            lost=tokens(texts, lost),
            dollars=dollars(texts, paid + lost),
        ),
        texts("operator-spending-limit", limit=_limit(texts, month.caps.overall)),
    ]
    if pause is not None:
        lines.append(paused(texts, pause))
    lines += [f"- {_server(texts, server, names)}" for server in month.servers[:SERVERS_SHOWN]]
    if len(month.servers) > SERVERS_SHOWN:
        rest, command = len(month.servers) - SERVERS_SHOWN, "python -m bot operator spending"
        lines.append(f"- {texts('operator-more-servers', count=rest, command=command)}")
    return "\n".join(lines)


def caps(texts: Texts, found: Caps, of_servers: Mapping[int, int], names: Names) -> str:
    """At most 4,000 characters."""
    overall = "operator-cap-default" if found.overall_is_default else "operator-cap-line"
    return "\n".join([
        texts("operator-caps-title"),
        texts(overall, scope=texts("operator-all-servers"), limit=_limit(texts, found.overall)),
        texts(
            "operator-cap-line",
            scope=texts("operator-each-server"),
            limit=_limit(texts, found.every_server),
        ),
        *_own_caps(texts, of_servers, names),
    ])  # fmt: skip


def cap_set(texts: Texts, scope: Scope, before: int | None, after: int | None, names: Names) -> str:
    whose = texts("operator-all-servers" if scope.together == "all" else "operator-each-server")
    if scope.guild_id is not None:
        whose = _name(texts, scope.guild_id, names)
    return texts("operator-cap-set", scope=whose, old=_limit(texts, before), new=_limit(texts, after))


def paused(texts: Texts, pause: Pause) -> str:
    said = texts("operator-paused")
    if pause.message is None:
        return said
    message = escape(pause.message, MESSAGE_SHOWN)
    return f"{said}\n{texts('operator-paused-message', message=message)}"


def resumed(texts: Texts, *, was_paused: bool) -> str:
    return texts("operator-resumed" if was_paused else "operator-not-paused")


def status(texts: Texts, lanes: tuple[LaneStatus, ...]) -> str:
    """Whether image generation is available. If not, why, and when the next check is."""
    lines = []
    for lane in lanes:
        counts = {"queued": lane.queued, "running": lane.in_progress}
        if lane.outage is None:
            lines.append(texts("operator-status-available", **counts))
            continue
        next_try = "none" if lane.next_probe_ms is None else relative(lane.next_probe_ms)
        lines += [
            texts("operator-status-unavailable", reason=lane.outage.reason, **counts),
            texts("operator-status-next", next=next_try),
        ]
    return "\n".join(lines)


def _server(texts: Texts, server: ServerSpending, names: Names) -> str:
    line = texts(
        "operator-spending-server",
        server=_name(texts, server.guild_id, names),
        paid=tokens(texts, server.paid),
    )
    if server.lost:
        line = texts("operator-spending-server-lost", line=line, lost=tokens(texts, server.lost))
    if server.held:
        line = texts("operator-spending-server-reserved", line=line, reserved=tokens(texts, server.held))
    if server.cap is not None:
        limit = texts("operator-no-limit") if server.cap >= UNLIMITED // 2 else tokens(texts, server.cap)
        line = texts("operator-spending-server-limit", line=line, limit=limit)
    return line


def _own_caps(texts: Texts, of_servers: Mapping[int, int], names: Names) -> Iterator[str]:
    for guild_id in list(of_servers)[:SERVERS_SHOWN]:
        name, limit = _name(texts, guild_id, names), _limit(texts, of_servers[guild_id])
        yield f"- {texts('operator-cap-line', scope=name, limit=limit)}"
    if len(of_servers) > SERVERS_SHOWN:
        rest, command = len(of_servers) - SERVERS_SHOWN, "python -m bot operator cap list"
        yield f"- {texts('operator-more-servers', count=rest, command=command)}"


def _name(texts: Texts, guild_id: int, names: Names) -> str:
    name = names.get(guild_id)
    if name is None:
        return texts("operator-left-server", id=str(guild_id))
    return f"**{escape(name, NAME_SHOWN)}**"


def _limit(texts: Texts, cap: int | None) -> str:
    if cap is None or cap >= UNLIMITED // 2:
        return texts("operator-no-limit")
    return texts("operator-limit", amount=worth(texts, cap), dollars=dollars(texts, cap))
