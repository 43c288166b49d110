"""What the operator decides at the command line: the same as with `/operator` in their own server."""

from argparse import Namespace
from datetime import UTC, datetime

from bot.budgets.operator import Operator, ServerSpending
from bot.budgets.policy import UNLIMITED
from bot.budgets.price import TOKENS_PER_USD
from bot.console import FAILED, OK, complain, say
from bot.errors import GenerationUnavailable, Unavailable
from bot.operations.checks import Account

WHO = None  # at the command line nobody has a user id


async def tell_balance(account: Account) -> int:
    """What credit is left, in dollars and tokens."""
    try:
        balance = await account.balance()
    except GenerationUnavailable as closed:
        complain(f"The image API will not serve us ({closed.reason}).")
        return FAILED
    except Unavailable as error:
        complain(f"The image API does not answer: {error!r}.")
        return FAILED
    say(f"${balance:,.2f} are left at the image API: {_tokens(int(balance * TOKENS_PER_USD))}.")
    return OK


async def operate(asked: Namespace, operator: Operator, now_ms: int) -> int:
    """Everything but the balance. Says what is so now, one line each."""
    match asked.act:
        case "spending":
            at_ms = now_ms if asked.month is None else round(asked.month.timestamp() * 1000)
            await _tell_spending(operator, at_ms)
        case "pause":
            message = (asked.message or "").strip() or None
            await operator.pause(message, WHO, now_ms)
            say("Paused: nobody can begin a picture; those on their way are still made.")
        case "resume":
            was_paused = await operator.resume(WHO, now_ms)
            say("Pictures can be asked for again." if was_paused else "It was not paused.")
        case _:
            await _cap(asked, operator, now_ms)
    return OK


async def _cap(asked: Namespace, operator: Operator, now_ms: int) -> None:
    if asked.cap_act == "list":
        await _tell_caps(operator)
        return
    cap = asked.amount if asked.cap_act == "set" else None
    if asked.guild is not None:
        before = await operator.set_server_cap(asked.guild, cap, WHO, now_ms)
        whose = f"Server {asked.guild}"
    elif asked.all:
        before, whose = await operator.set_cap(cap, WHO, now_ms), "All servers together"
    else:
        before, whose = await operator.set_every_servers_cap(cap, WHO, now_ms), "Each server"
    was = "there was none" if before is None else f"it was {_limit(before)}"
    say(f"{whose}: {_limit(cap)}{'' if cap is None else ' in a calendar month'}; {was}.")


async def _tell_caps(operator: Operator) -> None:
    caps = await operator.caps()
    say(f"All servers together: {_limit(caps.overall)}")
    say(f"Each server that has no cap of its own: {_limit(caps.every_server)}")
    for guild_id, cap in (await operator.server_caps()).items():
        say(f"Server {guild_id}: {_limit(cap)}")


async def _tell_spending(operator: Operator, at_ms: int) -> None:
    spending = await operator.spending(at_ms)
    month = datetime.fromtimestamp(spending.month_start_ms / 1000, UTC)
    used = spending.paid + spending.lost
    say(
        f"{month:%Y-%m} (UTC): paid by members {_tokens(spending.paid)}, lost {_tokens(spending.lost)}, "
        f"together ${used / TOKENS_PER_USD:,.2f}; cap over all servers: {_limit(spending.caps.overall)}"
    )
    pause = await operator.paused()
    if pause is not None:
        say("Paused." if pause.message is None else f"Paused. Members read: {pause.message}")
    for server in spending.servers:
        say(_server(server))


def _server(server: ServerSpending) -> str:
    return (
        f"Server {server.guild_id}: paid {_tokens(server.paid)}, lost {_tokens(server.lost)}, "
        f"held {_tokens(server.held)}; cap: {_limit(server.cap)}"
    )


def _limit(cap: int | None) -> str:
    if cap is None:
        return "no cap"
    return "unlimited" if cap >= UNLIMITED else _tokens(cap)


def _tokens(amount: int) -> str:
    return f"{amount:,} token{'' if amount == 1 else 's'}"
