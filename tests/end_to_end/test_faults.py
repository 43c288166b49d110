"""Every failure of the image API, over real sockets. The member gets a picture or their tokens."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from playground.image_api import Fault
from tests.end_to_end.town import Town, pictures_in, text_of, town, until

pytestmark = pytest.mark.asyncio(loop_scope="module")

# Failures that the bot can make good. The picture still arrives.
PICTURE_ARRIVES = {
    Fault.RATE_LIMITED,
    Fault.RATE_LIMITED_SILENTLY,
    Fault.CREATED,
    Fault.TOKENS_USED,
    Fault.CREDITS_USED,
    Fault.CREDITS_FLOAT,
    Fault.COST_IN_HEADER_ONLY,
    Fault.NO_COST,
    Fault.BASE64,
    Fault.LOG_ROW_LATE,
    Fault.OTHER_SIZE,
    Fault.OTHER_FORMAT,
    Fault.OVER_UPLOAD_LIMIT,
    Fault.LONG_HEADERS,
    Fault.HUGE_NUMBER,
    Fault.DATA_URL,
    Fault.FILE_BAD_COMMENT,
    Fault.FILE_AVIF,
}
# These are retried. The member only hears of it when all attempts fail.
TRIED_AGAIN = {
    Fault.SERVER_FAILED,
    Fault.BAD_GATEWAY,
    Fault.UNAVAILABLE,
    Fault.GENERATION_TIMED_OUT,
    Fault.ERROR_NOT_JSON,
}
TRIES = 3
# The owner has to act. New pictures are refused until the provider is ready again.
CLOSES = {Fault.KEY_REJECTED, Fault.OUT_OF_CREDITS, Fault.NOT_ALLOWED, Fault.NOT_FOUND}
# An answer slower than the timeout is charged after its generation ended (see test_operator.py).
FAULTS = [fault for fault in Fault if fault is not Fault.SLOW]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def place(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    directory: Path = tmp_path_factory.mktemp("town")
    async with town(directory) as place:
        await place.start(DEFAULT_ALLOWANCE="1000m", GENERATION_TIMEOUT_SECONDS="5")
        hazel = place.person("hazel")
        await place.over(await place.imagine(hazel))
        await hazel.wait_for(lambda message: "Welcome" in text_of(message))  # so that no test meets it
        yield place


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name.lower())
async def test_after_a_fault_the_books_are_right_and_the_member_knows(place: Town, fault: Fault):
    hazel = place.person("hazel")
    before, books = place.balance(hazel), place.books()
    seen = {message["id"] for message in hazel.messages(place.channel())}
    openings = sum("image generation is available again" in line for line in place.log)
    times = TRIES if fault in TRIED_AGAIN else 1
    place.image_api.faults.next(fault, times=times)
    generation = await place.imagine(hazel)
    await place.over(generation)

    def new(message) -> bool:
        return message["id"] not in seen

    paid, lost, charged = (now - then for now, then in zip(place.books(), books, strict=True))
    spent, held = (now - then for now, then in zip(place.balance(hazel), before, strict=True))
    assert held == 0
    assert paid == spent
    assert paid + lost == charged
    if fault in PICTURE_ARRIVES:
        assert place.state(generation) == "delivered"
        await hazel.wait_for(lambda message: new(message) and pictures_in(message) != [])
        assert spent == charged
    else:
        words = await hazel.wait_for(lambda message: new(message) and message["ephemeral"])
        assert "Traceback" not in text_of(words)
        assert len(text_of(words)) > 20
        assert place.state(generation) == ("lost" if charged else "released")
        assert spent == 0
        told = [message for message in hazel.messages(place.channel()) if new(message)]
        assert told == [words], "nothing still waits for an answer"
        assert not any(new(message) for message in place.person("juniper").messages(place.channel()))
        assert any(json.loads(line).get("request_id") == f"easel-{generation}" for line in place.log)
    assert not place.image_api.faults.pending
    if fault in CLOSES:
        await until(
            lambda: sum("image generation is available again" in line for line in place.log) > openings
        )
