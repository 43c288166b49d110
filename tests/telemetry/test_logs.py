"""The log is readable for people or programs, never has a secret in it, and never breaks the bot."""

import asyncio
import io
import json
import logging
import re
import subprocess
import sys
from collections.abc import Iterator

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.log_context import add_log_fields, logged_with
from bot.telemetry.formats import JsonFormatter, TextFormatter
from bot.telemetry.logs import LogHandler, log_handler
from bot.telemetry.redaction import MASK, Redactor

BOT_TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GxYzAb.abcdefghijklmnopqrstuvwxyz0123"
INTERACTION_TOKEN = "aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4OmFiY2RlZmdoaWprbG1ub3A"
API_KEY = "0123456789abcdef0123456789abcdef"


@pytest.fixture(params=["text", "json"])
def style(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def log(style: str) -> Iterator[tuple[logging.Logger, io.StringIO]]:
    """A logger that writes to a string like the bot's does to standard error."""
    stream = io.StringIO()
    logger = logging.getLogger(f"tests.telemetry.{style}")
    logger.propagate = False
    logger.setLevel(logging.DEBUG)
    handler = log_handler(style, [API_KEY], stream)
    logger.addHandler(handler)
    yield logger, stream
    logger.removeHandler(handler)


@pytest.mark.parametrize(
    "text",
    [
        f"logging in with {BOT_TOKEN}",
        f"Authorization: Bot {BOT_TOKEN}",
        f"<CIMultiDict('Authorization': 'Bearer {API_KEY[::-1]}', 'Accept': '*/*')>",
        f"the header was Bearer {API_KEY[::-1]}",
        f"POST https://discord.com/api/v10/interactions/123/{INTERACTION_TOKEN}/callback?with_response=1",
        f"PATCH https://discord.com/api/v10/webhooks/123/{INTERACTION_TOKEN}/messages/@original",
        "https://discord.com/api/webhooks/123/seldom-seen-token?wait=1",
        "http://127.0.0.1:8000/api/v10/interactions/123/seldom-seen-token/callback",
        f"the token {INTERACTION_TOKEN} is over",
        "postgresql://easel:seldom-seen-token@localhost/easel",
        "https://cdn.example/picture.png?ex=1&hm=seldom-seen-token",
        f"key={API_KEY}",
        f"{API_KEY}{API_KEY}",
    ],
)
def test_what_looks_like_a_secret_is_masked(text: str) -> None:
    """Tokens, keys and addresses that work as credentials are masked in any text."""
    cleaned = Redactor([API_KEY]).clean(text)
    assert MASK in cleaned
    for secret in (BOT_TOKEN, INTERACTION_TOKEN, API_KEY, API_KEY[::-1], "seldom-seen-token"):
        assert secret not in cleaned


@pytest.mark.parametrize(
    "text",
    [
        "Bot started; the bearer of bad news waits",
        "bot.generation.service.the_longest_module_name_there_is",
        "GET https://discord.com/api/v10/channels/123/messages/456",
        "PUT /applications/123/commands answered 200",
        "request easel-1234567890123456789, inference 0198c1d2-aaaa-bbbb-cccc-1234567890ab",
        "12:30:45 62.5 tokens/s",
    ],
)
def test_what_is_no_secret_stays_readable(text: str) -> None:
    """Ids, module names and plain words stay the same."""
    assert Redactor([API_KEY]).clean(text) == text


@given(st.text(min_size=4, max_size=60), st.text(max_size=30), st.text(max_size=30))
def test_a_known_secret_never_comes_through(secret: str, before: str, after: str) -> None:
    """A secret from the settings is masked, whatever it looks like and whatever surrounds it."""
    if secret not in MASK * 2:
        assert secret not in Redactor([secret]).clean(f"{before}{secret}{after}").replace(MASK, "\0")


def test_secrets_are_masked_everywhere_in_a_line(log: tuple[logging.Logger, io.StringIO]) -> None:
    """Messages, arguments, extras, tracebacks and their causes are all checked."""
    logger, stream = log
    try:
        try:
            int(f"https://discord.com/api/v10/webhooks/1/{INTERACTION_TOKEN}")
        except ValueError as cause:
            raise RuntimeError(f"with {API_KEY}") from cause
    except RuntimeError:
        logger.exception("Failed with %s", BOT_TOKEN, extra={"guild": API_KEY}, stack_info=True)
    written = stream.getvalue()
    assert "Traceback" in written
    assert "RuntimeError" in written
    for secret in (BOT_TOKEN, INTERACTION_TOKEN, API_KEY):
        assert secret not in written


async def test_what_a_library_says_is_masked_too(log: tuple[logging.Logger, io.StringIO]) -> None:
    """aiohttp's exception quotes the address whose answer it couldn't read. The log doesn't."""
    logger, stream = log

    async def not_http(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 500 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(not_http, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    url = f"http://127.0.0.1:{port}/api/v10/interactions/1/{INTERACTION_TOKEN}/callback"
    async with server, aiohttp.ClientSession(raise_for_status=True) as session:
        with pytest.raises(aiohttp.ClientResponseError, match=INTERACTION_TOKEN) as caught:
            await session.post(url, headers={"Authorization": f"Bot {BOT_TOKEN}"})
        logger.warning("No answer: %r", caught.value, exc_info=caught.value)
    written = stream.getvalue()
    assert "interactions/1/***" in written
    assert INTERACTION_TOKEN not in written
    assert BOT_TOKEN not in written


def test_json_is_one_object_a_line() -> None:
    """A program reads level, logger, message and extras from each line. Large ids keep their last digit."""
    stream = io.StringIO()
    handler = log_handler("json", [], stream)
    record = logging.makeLogRecord(
        {"name": "bot.test", "levelno": 30, "levelname": "WARNING", "msg": "two\nlines – %s", "args": ("é",)}
        | {
            "created": 1_700_000_000.25,
            "generation": 1234567890123456789,
            "attempts": 2,
            "seconds": float("nan"),
        }
    )
    handler.emit(record)
    handler.emit(record)
    first, second = stream.getvalue().splitlines()
    assert first == second
    assert json.loads(first) == {
        "time": "2023-11-14T22:13:20.250Z",
        "level": "warning",
        "logger": "bot.test",
        "message": "two\nlines – é",
        "attempts": 2,
        "generation": "1234567890123456789",
        "seconds": "nan",
    }
    assert first.isascii()


def test_text_is_one_line_whatever_a_member_wrote() -> None:
    """Line breaks and escape codes from outside are escaped, so nobody can forge a line."""
    formatter = TextFormatter(Redactor(), colour=False)
    line = formatter.format(
        logging.makeLogRecord(
            {"name": "bot.test", "levelname": "INFO", "msg": "a\nb\x1b[2J\u2028c", "user": "x\ny", "guild": 5}
        )
    )
    assert "\n" not in line
    assert "\x1b" not in line
    assert re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}  INFO      bot\.test {16}  a\\nb", line)
    assert line.endswith(r'user="x\ny" guild=5')


def test_colour_is_for_terminals_only() -> None:
    """A terminal gets escape codes. A file or a pipe doesn't."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    written = {}
    for stream in (io.StringIO(), Terminal()):
        log_handler("text", [], stream).emit(logging.makeLogRecord({"levelno": 20, "msg": "hello"}))
        written[type(stream)] = stream.getvalue()
    assert "\x1b[" not in written[io.StringIO]
    assert "\x1b[" in written[Terminal]


class Unshowable:
    def __str__(self) -> str:
        raise RuntimeError(API_KEY)

    __repr__ = __str__


def test_a_line_that_cannot_be_formatted_does_no_harm(style: str) -> None:
    """Wrong arguments and values that can't be shown or encoded give one line each, and no exception."""
    stream = io.StringIO()
    handler = log_handler(style, [API_KEY], stream)
    nothing = Unshowable()
    for parts in (
        {"msg": "%s and %s", "args": (1,)},
        {"msg": "%d", "args": ("no number",)},
        {"msg": "%s", "args": (nothing,)},
        {"msg": nothing},
        {"msg": "extra", "user": nothing, "guild": {1: nothing}},
        {"msg": "surrogate \ud800"},
    ):
        handler.handle(logging.makeLogRecord({"name": "bot.test", **parts}))
    assert len(stream.getvalue().splitlines()) == 6
    assert stream.getvalue().count("could not be written") == 1  # the one whose message can't be shown
    assert API_KEY not in stream.getvalue()


def test_a_broken_stream_does_no_harm(capsys: pytest.CaptureFixture[str]) -> None:
    """If the log can't be written, the line is silently lost. The bot keeps working."""

    class Full(io.StringIO):
        def write(self, text: str) -> int:
            raise OSError(28, "No space left on device", text)

    log_handler("text", [], Full()).handle(logging.makeLogRecord({"msg": API_KEY}))
    closed = io.StringIO()
    closed.close()
    LogHandler(closed).handle(logging.makeLogRecord({"msg": API_KEY}))
    assert capsys.readouterr() == ("", "")


def test_both_formats_are_told_apart() -> None:
    """`json` selects the JSON formatter, and anything else the one for people."""
    assert isinstance(log_handler("json", [], io.StringIO()).formatter, JsonFormatter)
    assert isinstance(log_handler("text", [], io.StringIO()).formatter, TextFormatter)


def test_the_whole_process_logs_through_one_door() -> None:
    """Libraries, warnings, threads and uncaught exceptions each log one redacted line."""
    program = f"""
import logging, threading, warnings
from bot.telemetry import set_up_logging
set_up_logging("json", "debug", ["{API_KEY}"])
set_up_logging("json", "debug", ["{API_KEY}"])
logging.getLogger("bot.somewhere").debug("ours")
logging.getLogger("discord.gateway").info("theirs %s", "{API_KEY}")
logging.getLogger("discord.gateway").debug("every frame")
logging.getLogger("aiohttp.access").info("every request")
warnings.warn("a warning with {API_KEY}")
def fail(): raise RuntimeError("in a thread with {API_KEY}")
thread = threading.Thread(target=fail, name="worker"); thread.start(); thread.join()
raise RuntimeError("uncaught with {API_KEY}")
"""
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60
    )
    assert run.returncode == 1
    lines = [json.loads(line) for line in run.stderr.splitlines()]
    assert [line["logger"] for line in lines] == [
        "bot.somewhere",
        "discord.gateway",
        "py.warnings",
        "bot.telemetry.logs",
        "bot.telemetry.logs",
    ]
    assert "in a thread" in lines[3]["exception"]
    assert "uncaught" in lines[4]["exception"]
    assert API_KEY not in run.stderr
    assert run.stdout == ""


async def test_libraries_lines_say_what_they_are_about(log: tuple[logging.Logger, io.StringIO]) -> None:
    """The fields are in the lines of tasks and threads started meanwhile, and in no others."""
    logger, stream = log

    async def work(generation: int) -> None:
        add_log_fields(generation=generation)
        await asyncio.sleep(0)
        await asyncio.to_thread(logger.info, "in a thread")
        logger.info("with its own", extra={"generation": 7})

    with logged_with(guild=5):
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(work(1))
            tasks.create_task(work(2))
    logger.info("afterwards")
    *lines, last = [line.replace('"', "").replace(": ", "=") for line in stream.getvalue().splitlines()]
    about = sorted(re.findall(r"generation=\d", line)[0] for line in lines)
    assert about == ["generation=1", "generation=2", "generation=7", "generation=7"]
    assert all("guild=5" in line for line in lines)
    assert "guild" not in last
