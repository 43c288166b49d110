"""When a connection breaks, its timing decides what's known about the request."""

import asyncio
import json
import socket

import pytest

from bot.errors import OutcomeUnknown, PictureLost, ProviderFailed
from bot.providers.aimlapi import Timeouts
from tests.providers.conftest import REQUEST, Open
from tests.providers.scripted import RawServer, raw_server, read_request, resets

FOREVER = 3600.0
IMPATIENT = Timeouts(answer_seconds=0.3)

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nx-aimlapi-credits-used: 63000\r\n"
Reader, Writer = asyncio.StreamReader, asyncio.StreamWriter


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@pytest.mark.parametrize("host", ["127.0.0.1", "no-such-host.invalid"])
async def test_without_a_connection_nothing_was_sent(connect: Open, host: str) -> None:
    """After a refused connection or an unknown name, a retry is safe because nothing can be charged."""
    client = await connect(f"http://{host}:{free_port()}")
    with pytest.raises(ProviderFailed) as caught:
        await client.generate(REQUEST, "easel-1")
    assert (caught.value.status, caught.value.sent) == (None, False)


async def test_a_handshake_that_fails_sent_nothing(connect: Open) -> None:
    """TLS comes before the request. If it fails, not even the key was sent."""

    async def talk(reader: Reader, writer: Writer, state: RawServer) -> None:
        await reader.read(100)
        writer.write(b"HTTP/1.1 400 this is no TLS\r\n\r\n")
        await writer.drain()

    async with raw_server(talk) as server:
        client = await connect(server.url.replace("http:", "https:"))
        with pytest.raises(ProviderFailed) as caught:
            await client.generate(REQUEST, "easel-1")
    assert caught.value.sent is False


async def test_a_handshake_that_never_ends_sent_nothing(connect: Open) -> None:
    async def talk(reader: Reader, writer: Writer, state: RawServer) -> None:
        await asyncio.sleep(FOREVER)

    async with raw_server(talk) as server:
        url = server.url.replace("http:", "https:")
        client = await connect(url, timeouts=Timeouts(connect_seconds=0.3))
        with pytest.raises(ProviderFailed) as caught:
            await client.generate(REQUEST, "easel-1")
    assert caught.value.sent is False


async def closes_at_once(reader: Reader, writer: Writer, state: RawServer) -> None:
    resets(writer)


async def closes_after_reading(reader: Reader, writer: Writer, state: RawServer) -> None:
    await read_request(reader, state)


async def resets_after_reading(reader: Reader, writer: Writer, state: RawServer) -> None:
    await read_request(reader, state)
    resets(writer)


async def resets_while_reading(reader: Reader, writer: Writer, state: RawServer) -> None:
    await reader.readexactly(10)
    resets(writer)


async def breaks_off_in_the_head(reader: Reader, writer: Writer, state: RawServer) -> None:
    await read_request(reader, state)
    writer.write(HEAD[:25])
    await writer.drain()


async def speaks_no_http(reader: Reader, writer: Writer, state: RawServer) -> None:
    await read_request(reader, state)
    writer.write(b"hello\r\n\r\n")
    await writer.drain()


@pytest.mark.parametrize(
    "talk",
    [
        closes_at_once,
        closes_after_reading,
        resets_after_reading,
        resets_while_reading,
        breaks_off_in_the_head,
        speaks_no_http,
    ],
)
async def test_once_connected_and_without_an_answer_its_fate_is_unknown(connect: Open, talk: object) -> None:
    """The request may have been read and charged. It isn't sent a second time to find out."""
    async with raw_server(talk) as server:  # type: ignore[arg-type]
        client = await connect(server.url)
        with pytest.raises(OutcomeUnknown):
            await client.generate(REQUEST, "easel-1")
        assert server.connections == 1


async def test_an_answer_that_does_not_come_in_time_leaves_its_fate_unknown(connect: Open) -> None:
    async def talk(reader: Reader, writer: Writer, state: RawServer) -> None:
        await read_request(reader, state)
        await asyncio.sleep(FOREVER)

    async with raw_server(talk) as server:
        client = await connect(server.url, timeouts=IMPATIENT)
        with pytest.raises(OutcomeUnknown):
            await client.generate(REQUEST, "easel-1")
        assert server.requests == 1


@pytest.mark.parametrize(
    "rest",
    [
        b'Content-Length: 900\r\n\r\n{"data": [',
        b'Transfer-Encoding: chunked\r\n\r\n9\r\n{"data": ',
        b"Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello",
    ],
)
async def test_a_success_that_breaks_off_is_a_picture_lost_at_the_cost_in_its_head(
    connect: Open, rest: bytes
) -> None:
    """The status arrived, so the picture was made and charged. Only its address is missing."""

    async def talk(reader: Reader, writer: Writer, state: RawServer) -> None:
        await read_request(reader, state)
        writer.write(HEAD + rest)
        await writer.drain()

    async with raw_server(talk) as server:
        client = await connect(server.url)
        with pytest.raises(PictureLost) as caught:
            await client.generate(REQUEST, "easel-1")
        assert caught.value.cost == 63000
        assert server.requests == 1


async def test_a_success_that_is_no_http_is_never_taken_for_free(connect: Open) -> None:
    """aiohttp may hide the status then, but the provider's log has it."""

    async def talk(reader: Reader, writer: Writer, state: RawServer) -> None:
        await read_request(reader, state)
        writer.write(HEAD + b"Transfer-Encoding: chunked\r\n\r\nnonsense\r\n")
        await writer.drain()

    async with raw_server(talk) as server:
        client = await connect(server.url)
        with pytest.raises((OutcomeUnknown, PictureLost)):
            await client.generate(REQUEST, "easel-1")
        assert server.requests == 1


async def test_a_success_whose_body_never_ends_is_a_picture_lost(connect: Open) -> None:
    async def talk(reader: Reader, writer: Writer, state: RawServer) -> None:
        await read_request(reader, state)
        writer.write(HEAD + b"Content-Length: 900\r\n\r\n{")
        await asyncio.sleep(FOREVER)

    async with raw_server(talk) as server:
        client = await connect(server.url, timeouts=IMPATIENT)
        with pytest.raises(PictureLost) as caught:
            await client.generate(REQUEST, "easel-1")
    assert caught.value.cost == 63000


async def test_a_failure_whose_body_breaks_off_is_still_that_failure(connect: Open) -> None:
    async def talk(reader: Reader, writer: Writer, state: RawServer) -> None:
        await read_request(reader, state)
        writer.write(b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 900\r\n\r\n<html>")
        await writer.drain()

    async with raw_server(talk) as server:
        client = await connect(server.url)
        with pytest.raises(ProviderFailed) as caught:
            await client.generate(REQUEST, "easel-1")
    assert caught.value.status == 503


async def test_an_answer_before_the_request_was_read_counts(connect: Open) -> None:
    """A server can refuse and close after the head of a request. Its answer still counts."""

    async def talk(reader: Reader, writer: Writer, state: RawServer) -> None:
        await reader.readuntil(b"\r\n\r\n")
        body = json.dumps({"message": "slow down"}).encode()
        writer.write(
            b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(body)
        )
        writer.write(body)
        await writer.drain()
        await reader.read()

    async with raw_server(talk) as server:
        client = await connect(server.url)
        with pytest.raises(ProviderFailed) as caught:
            await client.generate(REQUEST, "easel-1")
    assert caught.value.status == 503


@pytest.mark.parametrize("talk", [closes_after_reading, resets_after_reading, speaks_no_http])
async def test_a_question_that_breaks_off_failed_and_nothing_more(connect: Open, talk: object) -> None:
    """Reading the log or the balance changes nothing, so it can simply fail."""
    async with raw_server(talk) as server:  # type: ignore[arg-type]
        client = await connect(server.url)
        with pytest.raises(ProviderFailed):
            await client.balance()
        with pytest.raises(ProviderFailed):
            await client.find("easel-1", 0)


async def test_a_question_whose_answer_breaks_off_says_so(connect: Open) -> None:
    async def talk(reader: Reader, writer: Writer, state: RawServer) -> None:
        await read_request(reader, state)
        writer.write(HEAD + b'Content-Length: 900\r\n\r\n{"current_balance": 5')
        await writer.drain()

    async with raw_server(talk) as server:
        client = await connect(server.url)
        with pytest.raises(ProviderFailed) as caught:
            await client.balance()
    assert "broke off" in caught.value.detail


async def test_cancelling_a_request_ends_it(connect: Open) -> None:
    """Shutdown doesn't wait for a picture."""
    arrived = asyncio.Event()

    async def talk(reader: Reader, writer: Writer, state: RawServer) -> None:
        await read_request(reader, state)
        arrived.set()
        await asyncio.sleep(FOREVER)

    async with raw_server(talk) as server:
        client = await connect(server.url)
        task = asyncio.create_task(client.generate(REQUEST, "easel-1"))
        await arrived.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
