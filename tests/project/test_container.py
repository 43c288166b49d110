"""Rules for the Dockerfile, which the tests can't build."""

import json
import os
import re
import subprocess
import sys
from itertools import takewhile
from pathlib import PurePosixPath

import pytest

from bot.cli.arguments import Health, Run, parse
from bot.settings import SETTINGS, Secret, Settings
from tests.project.checkout import ROOT, text


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions, each as its keyword and the rest."""
    lines = [
        line for line in text("Dockerfile").splitlines() if line.strip() and not line.lstrip().startswith("#")
    ]
    joined = re.sub(r"\s*\\\n\s*", " ", "\n".join(lines))
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in joined.splitlines())]


def last_stage() -> list[tuple[str, str]]:
    """The instructions after the last FROM, which make up the image."""
    after = takewhile(lambda instruction: instruction[0] != "FROM", reversed(instructions()))
    return list(reversed(list(after)))


def only(word: str) -> str:
    """The text of an instruction that must occur once in the last stage."""
    [rest] = [rest for found, rest in last_stage() if found == word]
    return rest


def test_two_stages_of_the_same_named_release() -> None:
    """What one stage installs runs in the other, and the base image doesn't change unexpectedly."""
    stages = [rest.split() for word, rest in instructions() if word == "FROM"]
    assert len(stages) == 2
    assert stages[0][0] == stages[1][0]
    assert re.fullmatch(r"python:3\.\d+-slim-[a-z]+", stages[0][0])


def test_only_locked_and_hashed_packages_get_in() -> None:
    """pip only runs in the first stage, with the container's lock and its hashes, and builds nothing."""
    installs = [rest for word, rest in instructions() if word == "RUN" and "pip" in rest]
    [install] = installs
    for part in (
        "--require-hashes",
        "--requirement /requirements-image.lock",
        "--only-binary=:all:",
        "--no-cache-dir",
    ):
        assert part in install
    assert not [rest for word, rest in last_stage() if word == "RUN" and ("pip" in rest or "apt" in rest)]


def test_it_runs_as_nobody_special() -> None:
    """The user is a fixed number other than root's, and only owns /data."""
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", only("USER"))
    uid, gid = only("USER").split(":")
    made = only("RUN")
    assert f"--uid {uid}" in made
    assert f"--gid {gid}" in made
    assert not [rest for word, rest in last_stage() if word in {"COPY", "ADD"} and "--chown" in rest]


def test_data_outlives_the_container() -> None:
    """The database is in the volume, and the folder belongs to the user before the volume is declared."""
    assert json.loads(only("VOLUME")) == ["/data"]
    words = [word for word, _ in last_stage()]
    assert words.index("RUN") < words.index("VOLUME")
    [(_, database)] = re.findall(r"(DATABASE_URL)=(\S+)", only("ENV"))
    assert database.startswith("sqlite:////data/")
    Settings.read({"DATABASE_URL": database}, required=())


@pytest.mark.parametrize("word", ["ENTRYPOINT", "CMD", "HEALTHCHECK"])
def test_no_shell_stands_between(word: str) -> None:
    """Exec form: the bot is process 1 and gets SIGTERM itself."""
    rest = only(word)
    assert all(isinstance(part, str) for part in json.loads(rest[rest.index("[") :]))
    assert only("STOPSIGNAL") == "SIGTERM"


def test_what_it_starts_exists() -> None:
    """The default command and the health check are commands of `python -m bot`."""
    entry = json.loads(only("ENTRYPOINT"))
    assert entry == ["python", "-m", "bot"]
    assert parse(json.loads(only("CMD"))) == Run()
    health = json.loads(only("HEALTHCHECK").partition(" CMD ")[2])
    assert health[: len(entry)] == entry
    assert parse(health[len(entry) :]) == Health()


def test_no_secret_is_baked_in() -> None:
    """The file names no secret setting and has no build arguments, and no .env can be copied."""
    secrets = [setting.name for setting in SETTINGS if setting.default is None]
    assert all(isinstance(getattr(Settings.read({}, required=()), name.lower()), Secret) for name in secrets)
    assert not [name for name in secrets if name in text("Dockerfile")]
    assert not [rest for word, rest in instructions() if word == "ARG"]


def test_only_what_is_copied_is_sent_to_the_builder() -> None:
    """.dockerignore excludes everything except what the Dockerfile copies."""
    lines = [line for line in text(".dockerignore").splitlines() if line and not line.startswith("#")]
    copied = {
        source
        for word, rest in instructions()
        if word == "COPY" and "--from=" not in rest
        for source in rest.split()[:-1]
    }
    assert lines[0] == "*"
    assert {line[1:] for line in lines if line.startswith("!")} == copied
    for source in copied:
        assert (ROOT / PurePosixPath(source)).exists()


def test_the_health_check_imports_little() -> None:
    """It runs every minute, so it doesn't import discord.py or any other large library."""
    command = [sys.executable, "-X", "importtime", "-m", "bot", "health"]
    environment = {**os.environ, "DATABASE_URL": "sqlite:////nowhere/easel.sqlite3"}
    run = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert run.returncode == 1
    imported = {line.rpartition("|")[2].strip() for line in run.stderr.splitlines()}
    assert "bot.cli.health" in imported
    assert (
        not {"discord", "aiohttp", "sqlite3", "PIL", "fluent", "prometheus_client", "bot.storage"} & imported
    )
