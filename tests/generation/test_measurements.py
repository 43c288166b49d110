"""Every generation is measured once, and its log lines can be found."""

import asyncio
import io
import json
import logging
from dataclasses import replace

from bot.errors import OutcomeUnknown, PromptRefused, ReplyExpired
from bot.generation.measurements import Answered, ChargedLate, Ended, Measurement, Outcome
from bot.generation.model import AIMLAPI, ProviderResult
from bot.telemetry.logs import log_handler
from tests.generation.fakes import COST, PICTURE, FakeProvider, order


async def measured(house) -> list[Measurement]:
    """The list of all measurements from now on."""
    seen: list[Measurement] = []
    house.context = replace(house.context, measure=seen.append)
    await house.restart(lookup_patience=0.01)
    return seen


def ends(seen: list[Measurement]) -> list[tuple[Outcome, str, int, int]]:
    return [(each.outcome, each.reason, each.paid, each.lost) for each in seen if isinstance(each, Ended)]


async def test_each_way_to_end_is_measured_once(house):
    """Delivered, refused, lost, abandoned and cancelled, with the tokens of each."""
    seen = await measured(house)
    await house.imagine(1)
    await house.over(1)
    house.provider.script.append(PromptRefused("nudity"))
    await house.imagine(2)
    await house.over(2)
    house.provider.script.append(OutcomeUnknown())
    house.provider.has_charged("easel-3")
    await house.imagine(3)
    await house.over(3)
    await house.service.accept(order(4))
    await house.service.abandon(4, ReplyExpired())
    await house.service.accept(order(5))
    await house.service.cancel(5, user_id=2)
    assert ends(seen) == [
        (Outcome.DELIVERED, "", COST, 0),
        (Outcome.RELEASED, "PromptRefused", 0, 0),
        (Outcome.LOST, "PictureLost", 0, COST),
        (Outcome.RELEASED, "ReplyExpired", 0, 0),
        (Outcome.CANCELLED, "", 0, 0),
    ]
    answers = [each.error for each in seen if isinstance(each, Answered)]
    assert answers == [None, "PromptRefused", "OutcomeUnknown"]


async def test_a_late_charge_is_measured_as_a_loss(house):
    """A late charge for a released generation appears in the owner's losses."""
    seen = await measured(house)
    house.provider.script.append(OutcomeUnknown())
    await house.imagine(1)
    await house.over(1)
    house.provider.has_charged("easel-1")
    assert await house.service.book_late_charges() == 1
    assert seen[-1] == ChargedLate(AIMLAPI, COST)


async def test_held_tokens_are_those_of_open_generations(house):
    """The status adds up the holds of everything queued or in progress."""
    gate = asyncio.Event()
    house.provider.script.append(gate)
    await house.imagine(1, 2)
    (lane,) = house.service.status()
    assert lane.held == order(1).price + order(2).price
    gate.set()
    await house.over(1, 2)
    (lane,) = house.service.status()
    assert lane.held == 0


class Talkative(FakeProvider):
    """Uses a library that logs a line for each request without knowing its purpose."""

    async def generate(self, request, request_id) -> ProviderResult:
        logging.getLogger("tests.library").info("sent")
        return ProviderResult(PICTURE, COST, "inference")


async def test_a_librarys_lines_have_the_generations_id(house):
    """Each line names the generation, the server and the member of its task."""
    stream = io.StringIO()
    handler = log_handler("json", [], stream)
    library = logging.getLogger("tests.library")
    library.addHandler(handler)
    try:
        house.context = replace(house.context, providers={AIMLAPI: Talkative()})
        await house.restart()
        await house.imagine(1, 2)
        await house.over(1, 2)
    finally:
        library.removeHandler(handler)
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    about = [(line["generation"], line["request_id"], line["guild"], line["user"]) for line in lines]
    assert sorted(about) == [(1, "easel-1", 1, 2), (2, "easel-2", 1, 2)]
