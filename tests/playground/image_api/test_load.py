"""Hundreds of concurrent requests."""

import asyncio
from collections import Counter

from playground.image_api import Fault, ImageApi
from tests.playground.image_api.conftest import KEY, PRICE, Client, Clock, served, until


async def test_hundreds_at_once_are_all_answered_and_charged_once(client: Client) -> None:
    """A tenth of them fail at random, and answers, log, files and balance still agree."""
    client.api.latency_seconds = 0.3
    client.api.balance_usd = 1000
    client.api.faults.rates = {Fault.SERVER_FAILED: 0.05, Fault.RATE_LIMITED: 0.05}
    answers = await asyncio.gather(*(client.generate(x_client_request_id=f"easel-{at}") for at in range(600)))
    made = [answer for answer in answers if answer.status == 200]
    assert 0 < len(answers) - len(made) < 200
    rows = client.api.charges
    assert Counter(row["status"] for row in rows) == {"succeeded": len(made), "failed": 600 - len(made)}
    assert {row["client_request_id"] for row in rows} == {f"easel-{at}" for at in range(600)}
    assert round((1000 - client.api.balance_usd) * 2_000_000) == len(made) * PRICE
    files = await asyncio.gather(*(client.fetch(answer.picture_url) for answer in made))
    assert {file.status for file in files} == {200}
    assert client.api.most_in_flight > 50


async def test_the_last_money_is_spent_once(client: Client) -> None:
    client.api.latency_seconds = 0.02
    client.api.balance_usd = 10 * 0.0315
    answers = await asyncio.gather(*(client.generate() for _ in range(50)))
    assert Counter(answer.status for answer in answers) == {200: 10, 403: 40}
    assert client.api.balance_usd == 0


async def test_painting_does_not_keep_others_waiting() -> None:
    """The log still answers while pictures are drawn, because drawing doesn't block the event loop."""
    clock = Clock()
    api = ImageApi(key=KEY, latency_seconds=0, clock=clock)
    async with served(api, clock) as client:
        painting = [asyncio.create_task(client.generate_with(prompt=f"number {at}")) for at in range(4)]
        answered = 0
        while not all(task.done() for task in painting):
            assert (await client.ask("GET", "/v2/billing")).status == 200
            answered += 1
        assert answered > len(painting)
        assert {task.result().status for task in painting} == {200}


async def test_most_in_flight_is_what_ran_together(client: Client) -> None:
    for _ in range(3):
        await client.generate()
    assert client.api.most_in_flight == 1
    client.api.latency_seconds = 30
    asking = [asyncio.create_task(client.generate()) for _ in range(7)]
    await until(lambda: client.api.most_in_flight == 7)
    for task in asking:
        task.cancel()
    await asyncio.gather(*asking, return_exceptions=True)
