"""`operator …`: the same as `/operator` in the owner's own server."""

from datetime import UTC, datetime

from bot.budgets.operator import Operator, ServerSpending
from bot.budgets.policy import UNLIMITED
from bot.budgets.price import TOKENS_PER_USD
from bot.cli.arguments import CapScope, OperatorCommand, Pause, Resume, SetCap, ShowCaps, ShowSpending
from bot.cli.checks import Account
from bot.cli.console import FAILED, OK, complain, say
from bot.errors import GenerationUnavailable, Unavailable

WHO = None  # there's no user id at the command line


async def tell_balance(account: Account) -> int:
    """Prints the remaining credit in dollars and tokens."""
    try:
        balance = await account.balance()
    except GenerationUnavailable as closed:
        complain(f"The image API won't serve the bot ({closed.reason}).")
        return FAILED
    except Unavailable as error:
        complain(f"The image API doesn't answer: {error!r}.")
        return FAILED
    say(f"${balance:,.2f} is left at the image API. That's {_tokens(int(balance * TOKENS_PER_USD))}.")
    return OK


async def operate(command: OperatorCommand, operator: Operator, now_ms: int) -> int:
    """Runs every command but the balance. Prints the new state, one line each."""
    match command:
        case ShowSpending():
            await _tell_spending(operator, now_ms if command.at_ms is None else command.at_ms)
        case Pause():
            await operator.pause(command.message, WHO, now_ms)
            say("Paused. Nobody can make pictures. Pictures in progress will still be finished.")
        case Resume():
            was_paused = await operator.resume(WHO, now_ms)
            say("Resumed. Members can make pictures again." if was_paused else "It wasn't paused.")
        case ShowCaps():
            await _tell_caps(operator)
        case SetCap():
            await _set_cap(command, operator, now_ms)
    return OK


async def _set_cap(command: SetCap, operator: Operator, now_ms: int) -> None:
    match command.scope, command.guild_id:
        case CapScope.GUILD, int(guild_id):
            before = await operator.set_server_cap(guild_id, command.tokens, WHO, now_ms)
            whose = f"Server {guild_id}"
        case CapScope.ALL, _:
            before, whose = await operator.set_cap(command.tokens, WHO, now_ms), "All servers together"
        case _:
            before = await operator.set_every_servers_cap(command.tokens, WHO, now_ms)
            whose = "Each server"
    is_limit = command.tokens is not None and command.tokens < UNLIMITED
    was = "There was none before" if before is None else f"It was {limit(before)} before"
    say(f"{whose}: {limit(command.tokens)}{' in a calendar month' if is_limit else ''}. {was}.")


async def _tell_caps(operator: Operator) -> None:
    caps = await operator.caps()
    origin = ", the default from MONTHLY_CAP" if caps.overall_is_default else ""
    say(f"All servers together: {limit(caps.overall)}{origin}")
    say(f"Each server that has no cap of its own: {limit(caps.every_server)}")
    for guild_id, cap in (await operator.server_caps()).items():
        say(f"Server {guild_id}: {limit(cap)}")


async def _tell_spending(operator: Operator, at_ms: int) -> None:
    spending = await operator.spending(at_ms)
    month = datetime.fromtimestamp(spending.month_start_ms / 1000, UTC)
    used = spending.paid + spending.lost
    say(
        f"{month:%Y-%m} (UTC): paid by members {_tokens(spending.paid)}, lost {_tokens(spending.lost)}, "
        f"together ${used / TOKENS_PER_USD:,.2f}; cap over all servers: {limit(spending.caps.overall)}"
    )
    pause = await operator.paused()
    if pause is not None:
        say("Paused." if pause.message is None else f"Paused. Members read: {pause.message}")
    for server in spending.servers:
        say(_server(server))


def _server(server: ServerSpending) -> str:
    return (
        f"Server {server.guild_id}: paid {_tokens(server.paid)}, lost {_tokens(server.lost)}, "
        f"held {_tokens(server.held)}; cap: {limit(server.cap)}"
    )


def limit(cap: int | None) -> str:
    """A cap in tokens and dollars."""
    if cap is None:
        return "no cap"
    if cap >= UNLIMITED:
        return "unlimited"
    return f"{_tokens(cap)} (${cap / TOKENS_PER_USD:,.2f})"


def _tokens(amount: int) -> str:
    return f"{amount:,} token{'' if amount == 1 else 's'}"
