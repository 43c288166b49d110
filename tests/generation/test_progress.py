"""What members see while they wait, and the cost of showing it."""

import asyncio
import sys
from dataclasses import replace

from bot.generation.context import Job
from bot.generation.dispatcher import Dispatcher
from bot.generation.lifecycle import Lifecycle
from bot.generation.model import Generation, State
from bot.generation.ports import FURTHEST_PLACE, Outlook
from bot.generation.progress import ProgressBoard
from tests.generation.fakes import PICTURE, OddStore, order


async def board_of(house, number_waiting: int) -> tuple[ProgressBoard, Dispatcher]:
    """A board with that many queued, each on its own server."""
    dispatcher = Dispatcher(house.context, Lifecycle(house.context))
    now_ms = house.clock()
    for number in range(1, number_waiting + 1):
        job = Job(Generation(order(number, guild_id=number, user_id=number), State.HELD, now_ms), now_ms)
        dispatcher.jobs[number] = job
        await dispatcher.enqueue(job)
    return ProgressBoard(house.context, dispatcher), dispatcher


def lines_run(work) -> int:
    """How many lines of Python `work` takes, the same on every machine."""
    count = 0

    def trace(*_: object) -> object:
        nonlocal count
        count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


async def test_a_tick_costs_the_same_however_many_are_queued(house):
    """Showing their places to twenty times as many members takes hardly more work."""
    few, _ = await board_of(house, 1_000)
    many, _ = await board_of(house, 20_000)
    assert lines_run(lambda: list(many._due())) < 1.5 * lines_run(lambda: list(few._due()))


async def test_everybody_who_waits_is_shown_in_the_end(house):
    """Limited ticks don't leave anybody out, and members far back see that they're far back."""
    house.context = replace(house.context, engine=replace(house.context.engine, progress_busy=1_000))
    board, dispatcher = await board_of(house, 1_200)
    seen = {}
    for _ in range(1_200):
        for job, progress in board._due():
            job.shown, job.shown_at_ms = progress, house.clock()
            seen[job.id] = progress.position
        if len(seen) == len(dispatcher.jobs):
            break
    assert seen == {number: min(number, FURTHEST_PLACE + 1) for number in range(1, 1_201)}


async def test_who_waits_for_the_owner_reads_it(house):
    """In an outage nobody is promised a place. Members see why they wait, and the time of the next check."""
    board, dispatcher = await board_of(house, 2)
    (lane,) = dispatcher.lanes.values()
    lane.breaker.trip("credits", "", lane.breaker.admit())
    shown = [progress for _, progress in board._due()]
    assert {progress.outlook for progress in shown} == {Outlook.UNAVAILABLE}
    assert {progress.next_probe_ms for progress in shown} == {lane.breaker.next_probe_ms}


async def test_a_late_edit_does_not_replace_the_picture(house):
    """An edit that was prepared before the picture came isn't sent after it."""
    reading, read_on = asyncio.Event(), asyncio.Event()

    async def slow(_: object) -> None:
        reading.set()
        await read_on.wait()

    await house.restart(store=OddStore(house.store.generations, typical_ms=slow))
    answer = asyncio.Event()
    house.provider.script.append(answer)
    house.delivery.open.clear()
    await house.imagine(1)
    await reading.wait()  # for the card that says "in progress"
    answer.set()
    await house.until(lambda: house.delivery.uploading)
    read_on.set()
    await asyncio.sleep(0.02)
    house.delivery.open.set()
    await house.over(1)
    assert house.delivery.shown == []
    ((_, card),) = house.delivery.replies
    assert card.original == PICTURE


async def test_the_last_word_before_the_interaction_expires(house):
    """A member who waits longer than Discord lets the bot answer sees how the picture will arrive."""
    board, dispatcher = await board_of(house, 1)
    (job,) = dispatcher.jobs.values()
    soon = replace(job.generation.order.reply, expires_at_ms=house.clock() + 30_000)
    job.generation = replace(job.generation, order=replace(job.generation.order, reply=soon))
    ((_, progress),) = board._due()
    assert progress.outlook is Outlook.TOO_LONG
    job.shown = progress
    assert list(board._due()) == []
