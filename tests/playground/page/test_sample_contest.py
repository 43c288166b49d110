"""The playground's sample contest runs by itself, and visitors can take part."""

import asyncio
from pathlib import Path

import pytest

from playground.discord import ClientRefused
from playground.page.sample_contest import NAMES, SampleContest
from tests.end_to_end.town import text_of, town, until


async def test_twelve_members_hold_a_contest(tmp_path: Path) -> None:
    """They enter and vote through Discord, the host ends each phase early, and the results are posted."""
    async with town(tmp_path) as place:
        await place.start()
        sample = SampleContest(place.playground.discord)
        sample.start()
        with pytest.raises(ClientRefused):
            sample.start()
        await until(lambda: place.query("SELECT count(*) FROM contest_entry") == [(len(NAMES),)], seconds=90)
        await sample.end_phase()
        await until(
            lambda: place.query("SELECT count(DISTINCT user_id) FROM contest_pick")[0][0] >= 3, seconds=90
        )
        await sample.end_phase()
        await until(lambda: sample.state == "over", seconds=30)
        hazel = place.person("hazel")
        results = await hazel.wait_for(lambda message: "Results of Sample contest" in text_of(message))
        assert "**1.**" in text_of(results)
        await sample.stop()


async def test_without_a_bot_it_says_so(tmp_path: Path) -> None:
    """Without a bot that offers the command, the panel says that the contest stopped."""
    async with town(tmp_path) as place:
        sample = SampleContest(place.playground.discord)
        sample.start()
        await until(lambda: sample.state == "stopped")
        assert sample.detail
        with pytest.raises(ClientRefused):
            await sample.end_phase()
        await asyncio.sleep(0)
