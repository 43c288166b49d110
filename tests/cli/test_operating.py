"""`python -m bot operator …` does what's typed, and answers with one line."""

import re
from decimal import Decimal

import pytest

from bot.budgets.operator import Caps, Pause, ServerSpending
from bot.budgets.policy import UNLIMITED
from bot.cli.arguments import OperatorCommand, parse
from bot.cli.console import FAILED, OK
from bot.cli.operator import operate, tell_balance
from bot.errors import GenerationUnavailable, ProviderFailed
from tests.cogs.fake_operator import FakeAccount, FakeOperator

NOW = 1_795_000_000_000


@pytest.fixture
def operator():
    return FakeOperator()


@pytest.fixture
def type_(operator, capsys):
    """Types a command and returns its output."""

    async def typed(words: str, *more: str) -> str:
        command = parse(["operator", *words.split(), *more])
        assert isinstance(command, OperatorCommand)
        assert await operate(command, operator, NOW) == OK
        return capsys.readouterr().out

    return typed


async def test_caps_are_set_listed_and_cleared(type_, operator):
    """For all servers together, for each and for one. The answers name the old and the new cap."""
    assert await type_("cap set 20m --all") == (
        "All servers together: 20,000,000 tokens ($10.00) in a calendar month. There was none before.\n"
    )
    await type_("cap set 500k --each")
    await type_("cap set unlimited --guild 77")
    assert operator.limits == Caps(20_000_000, 500_000)
    assert operator.of_servers == {77: UNLIMITED}
    listed = await type_("cap list")
    assert listed.splitlines() == [
        "All servers together: 20,000,000 tokens ($10.00)",
        "Each server that has no cap of its own: 500,000 tokens ($0.25)",
        "Server 77: unlimited",
    ]
    assert await type_("cap show") == listed
    assert await type_("cap clear --all") == (
        "All servers together: no cap. It was 20,000,000 tokens ($10.00) before.\n"
    )
    assert operator.limits.overall is None
    assert set(operator.actors) == {None}, "there's no user id at the command line"


async def test_the_default_cap_is_called_the_default(type_, operator):
    """It's labelled as long as nobody has set one, so that it's clear where it comes from."""
    operator.limits = Caps(20_000_000, overall_is_default=True)
    assert "20,000,000 tokens ($10.00), the default from MONTHLY_CAP" in await type_("cap show")
    await type_("cap set none --all")
    assert operator.limits.overall == UNLIMITED


async def test_pause_and_resume(type_, operator):
    """With and without a message. Resuming when nothing is paused says so."""
    await type_("pause", "--message", " Back on Monday ")
    assert operator.pause_now == Pause("Back on Monday")
    assert "Back on Monday" in await type_("spending")
    await type_("pause")
    assert operator.pause_now == Pause(None)
    assert "can make pictures again" in await type_("resume")
    assert await type_("resume") == "It wasn't paused.\n"


async def test_spending_names_each_server(type_, operator):
    """A line for the month and one for each server: paid, lost, held, and the cap that applies."""
    operator.servers = (
        ServerSpending(77, 1_260_000, 63_000, 1, 2_000_000),
        ServerSpending(78, 1, 0, 0, None),
    )
    month, first, second = (await type_("spending --month 2026-11")).splitlines()
    assert "paid by members 1,260,001 tokens, lost 63,000 tokens, together $0.66" in month
    assert (
        first
        == "Server 77: paid 1,260,000 tokens, lost 63,000 tokens, held 1 token; cap: 2,000,000 tokens ($1.00)"
    )
    assert second == "Server 78: paid 1 token, lost 0 tokens, held 0 tokens; cap: no cap"


@pytest.mark.parametrize(
    ("trouble", "said"), [(GenerationUnavailable("key"), "(key)"), (ProviderFailed(503), "doesn't answer")]
)
async def test_a_balance_that_can_not_be_had_is_a_failure(trouble, said, capsys):
    """Scripts get the exit code, and the owner gets the sentence."""
    assert await tell_balance(FakeAccount(trouble=trouble)) == FAILED
    assert said in capsys.readouterr().err


async def test_the_balance_in_dollars_and_tokens(capsys):
    """What's left, in both units."""
    assert await tell_balance(FakeAccount(Decimal("1.26"))) == OK
    assert capsys.readouterr().out == "$1.26 is left at the image API. That's 2,520,000 tokens.\n"


@pytest.mark.parametrize(
    "words",
    [
        "operator cap set 20m",
        "operator cap set lots --all",
        "operator cap set 20m --all --each",
        "operator cap set 250.000 --all",
        "operator cap set 1,5m --each",
        "operator cap clear --guild Workshop",
        "operator cap clear --guild 9223372036854775808",
        "operator cap clear --guild -1",
        "operator cap clear --guild 0",
        "operator cap clear --guild ١٢٣",
        "operator spending --month 2026-13",
        "operator spending --month 9999-12",
        "operator spending --month ２０２６-01",
        "operator spending --month 0000-01",
    ],
)
def test_nonsense_ends_with_two(words, capsys):
    """An incomplete or contradictory command changes nothing."""
    with pytest.raises(SystemExit) as ended:
        parse(words.split())
    assert ended.value.code == 2
    assert "error:" in capsys.readouterr().err


@pytest.mark.parametrize("words", ["", "operator", "operator cap"])
def test_half_a_command_shows_what_there_is(words, capsys):
    """It prints the help with every possible command, and exits as for a wrong command."""
    with pytest.raises(SystemExit) as ended:
        parse(words.split())
    assert ended.value.code == 2
    shown = capsys.readouterr().err
    assert shown.startswith("usage: easel")
    for word in {"": ["run", "check", "operator"], "operator": ["pause"], "operator cap": ["set", "show"]}[
        words
    ]:
        assert re.search(rf"^ +{word}\b", shown, re.MULTILINE)
