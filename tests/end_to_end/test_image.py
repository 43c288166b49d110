"""The container image. CI builds it and sets EASEL_IMAGE. Elsewhere this is skipped."""

import asyncio
import os
import subprocess
from pathlib import Path

import pytest

from tests.end_to_end.town import IMPATIENT, pictures_in, town

IMAGE = os.environ.get("EASEL_IMAGE", "")


@pytest.mark.skipif(not IMAGE, reason="no image was built (EASEL_IMAGE)")
async def test_a_container_makes_a_picture_and_stops_in_order(tmp_path: Path):
    """It can only write to its volume, has no capabilities, is healthy, delivers, and exits with 0."""
    name = f"easel-test-{os.getpid()}"
    async with town(tmp_path) as place:
        told = [f"--env={each}" for each in (*place.playground.bot_environment(), *IMPATIENT)]
        locked = ["--read-only", "--tmpfs=/tmp", "--cap-drop=ALL", "--security-opt=no-new-privileges:true"]
        await place.start("docker", "run", "--rm", "--network=host", f"--name={name}", *locked, *told, IMAGE)
        hazel = place.person("hazel")
        await place.imagine(hazel)
        await hazel.wait_for(lambda message: len(pictures_in(message)) == 1)
        async with asyncio.timeout(60):
            health = ["docker", "exec", name, "python", "-m", "bot", "health"]
            while await asyncio.to_thread(lambda: subprocess.run(health, check=False).returncode):
                await asyncio.sleep(1)
        place.bot.terminate()
        await asyncio.wait_for(place.bot.ended(), 60)
        assert place.bot.ending == "ended with exit code 0"
