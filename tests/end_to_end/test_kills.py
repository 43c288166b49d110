"""SIGKILL at every arrow of a generation's life, on both sides of every effect, then a restart.

Each member gets the picture exactly once or their tokens back, and the ledger matches the provider.
"""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from playground.image_api import Fault
from tests.end_to_end.town import Message, Town, buttons_of, pictures_in, text_of, town, until

pytestmark = pytest.mark.asyncio(loop_scope="module")

KILLABLE = str(Path(__file__).with_name("killable.py"))
LOADING = 1 << 7


async def plainly(place: Town) -> None:
    """A picture without any problems."""


async def refused(place: Town) -> None:
    place.image_api.faults.next(Fault.PROMPT_REFUSED)


async def busy(place: Town) -> None:
    place.image_api.faults.next(Fault.RATE_LIMITED)


async def unanswered(place: Town) -> None:
    place.image_api.faults.next(Fault.BROKEN_BILLED)


async def slowly(place: Town) -> None:
    place.image_api.latency_seconds = 3.0  # longer than the bot waits before it shows any progress


async def too_late(place: Town) -> None:
    """The interaction expires before the picture is there, so the channel gets it."""
    place.image_api.latency_seconds = 1.0


def lifetime(place: Town, seconds: float) -> None:
    """Sets the lifetime of new interaction tokens."""
    place.playground.discord.limits.interaction_token_seconds = seconds


Trouble = Callable[[Town], Awaitable[None]]
BOTH = ("before", "after")
POINTS: list[tuple[Trouble, str]] = [
    *(
        (plainly, f"{moment} {point}")
        for point in ("hold", "defer", "request", "generate")
        for moment in BOTH
    ),
    *(
        (plainly, f"{moment} {point}")
        for point in ("save", "generated", "reply", "settle")
        for moment in BOTH
    ),
    *((slowly, f"{moment} progress") for moment in BOTH),
    (slowly, "during generate"),
    *((refused, f"{moment} {point}") for point in ("release", "explain", "mark_notified") for moment in BOTH),
    *((busy, f"{moment} requeue") for moment in BOTH),
    *((unanswered, f"{moment} {point}") for point in ("look up", "release", "explain") for moment in BOTH),
    *((too_late, f"{moment} {point}") for point in ("post", "settle") for moment in BOTH),
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def place(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    directory: Path = tmp_path_factory.mktemp("town")
    (directory / "kill").write_text("")
    async with town(directory) as place:
        await start(place)
        yield place


async def start(place: Town) -> None:
    await place.start(
        sys.executable,
        KILLABLE,
        "run",
        DEFAULT_ALLOWANCE="1000m",
        KILL_FILE=str(place.directory / "kill"),
        LOG_PATIENCE_SECONDS="4",  # longer than the slowest answer, which costs something all the same
    )


async def dead(place: Town) -> None:
    try:
        async with asyncio.timeout(30):
            await place.bot.ended()
    except TimeoutError:
        said = [text_of(message) for message in place.person("hazel").messages(place.channel())[-2:]]
        raise AssertionError("the bot is still running:\n" + "\n".join([*place.log[-15:], *said])) from None
    assert place.bot.ending == "was killed (SIGKILL)"


@pytest.mark.parametrize(("trouble", "point"), POINTS, ids=lambda each: getattr(each, "__name__", each))
async def test_killed_and_started_again_nothing_is_lost_or_charged_twice(
    place: Town, trouble: Trouble, point: str
):
    hazel, channel = place.person("hazel"), place.channel()
    before, books = place.balance(hazel), place.books()
    seen = {message["id"] for message in hazel.messages(channel)}
    place.image_api.latency_seconds = 0.0
    place.image_api.faults.clear()  # the last bot may have been killed before it met its own
    lifetime(place, 900.0)
    await trouble(place)
    (place.directory / "kill").write_text(point)
    invocation = await hazel.slash(channel, "imagine", prompt=point)
    if trouble is too_late:  # only after it was deferred, however long that takes
        await invocation.answered()
        lifetime(place, 0.0)
    await dead(place)
    place.write("DELETE FROM refused_prompt")  # the third one would pause hazel
    await start(place)
    await until(lambda: place.state(invocation.id) in (None, "delivered", "released", "lost"), 30)
    paid, lost, charged = (now - then for now, then in zip(place.books(), books, strict=True))
    spent, held = (now - then for now, then in zip(place.balance(hazel), before, strict=True))
    assert (held, paid) == (0, spent)
    assert paid + lost == charged
    new = [message for message in hazel.messages(channel) if message["id"] not in seen]
    pictures = [name for message in new for name in pictures_in(message)]
    if place.state(invocation.id) == "delivered":
        assert [str(invocation.id) in name for name in pictures] == [True]
        assert spent == 63_000
    else:
        assert (pictures, spent) == ([], 0)
        await until(lambda: told(place, invocation.id, seen))
    if trouble is not too_late:  # in that case nobody can change the waiting message any more
        await until(lambda: not any(waits(message) for message in hazel.messages(channel)))


def told(place: Town, generation_id: int, seen: set[str]) -> bool:
    """Whether the member knows, or will with their next command, or Discord itself has told them."""
    if place.state(generation_id) is None:
        return True
    ((told_at_ms,),) = place.query("SELECT told_at_ms FROM generation WHERE id = ?", generation_id)
    messages = place.person("hazel").messages(place.channel())
    said = any(message["ephemeral"] and message["id"] not in seen for message in messages)
    return said or told_at_ms is None


def waits(message: Message) -> bool:
    """Whether a message still promises something: "thinking…" or a progress card."""
    cancellable = any("cancel" in button for button in buttons_of(message))
    return bool(message["flags"] & LOADING) or "In progress" in text_of(message) or cancellable


async def test_who_could_not_be_told_is_told_with_the_next_command(place: Town):
    lifetime(place, 900.0)
    hazel, channel = place.person("hazel"), place.channel()
    (place.directory / "kill").write_text("after hold")
    invocation = await hazel.slash(channel, "imagine", prompt="a lighthouse in the fog")
    await dead(place)
    await start(place)
    await until(lambda: place.state(invocation.id) == "released")
    await place.budget(hazel)
    await hazel.wait_for(lambda message: message["ephemeral"] and "lighthouse" in text_of(message))


async def test_a_cancellation_cut_short_leaves_the_tokens_with_the_member(place: Town):
    lifetime(place, 900.0)
    place.image_api.latency_seconds = 20
    juniper = place.person("juniper")
    for name in ("hazel", "rowan", "alder"):
        await place.imagine(place.person(name))
        await place.imagine(place.person(name))
    waiting = await place.imagine(juniper)
    message = await juniper.wait_for(lambda message: str(waiting) in str(buttons_of(message)))
    (place.directory / "kill").write_text("after cancel")
    await juniper.press(message["id"], buttons_of(message)[0])
    await dead(place)
    assert place.state(waiting) == "released"
    assert place.balance(juniper) == (0, 0)
    place.image_api.latency_seconds = 0
    await start(place)
    assert place.state(waiting) == "released"
