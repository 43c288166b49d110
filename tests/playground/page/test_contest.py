"""A contest on the page: a member enters, votes and reads the results, on a desktop and on a phone."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, ViewportSize, expect

from playground.app import Playground
from playground.discord import Person
from playground.image_api import ImageApi
from tests.end_to_end.town import buttons_of
from tests.playground.page.browser import Reader
from tests.playground.page.conftest import come_up

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

DESK = {"viewport": ViewportSize(width=1440, height=900)}
PHONE = {"viewport": ViewportSize(width=390, height=844), "is_mobile": True, "has_touch": True}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def playground(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Playground]:
    async with Playground(image_api=ImageApi(latency_seconds=0.0)) as playground:
        log: list[str] = []
        await playground.start_bot(tmp_path_factory.mktemp("bot"), log.append)
        await come_up(playground, log)
        yield playground
        assert playground.discord.violations == []


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
async def test_a_whole_contest(browser: Browser, playground: Playground, screen: dict[str, object]) -> None:
    """A member does everything in a contest, from the Enter button to their place in the results."""
    title = f"Harbours {'phone' if 'is_mobile' in screen else 'desk'}"
    rowan, juniper = (playground.discord.person(name, "The Workshop") for name in ("rowan", "juniper"))
    channel = playground.discord.channel("The Workshop", "studio").id
    context = await browser.new_context(**screen)  # type: ignore[arg-type]  # passed on as they come
    reader = Reader(await context.new_page())
    await reader.open(playground.url)
    given = {"title": title, "theme": "Boats", "entries_until": "1h", "votes_until": "2h", "quorum": 1}
    preview = await private(rowan, channel, "contest create", "contest:create:", **given)
    await press(rowan, preview, "contest:create:")
    contest = reader.messages.filter(has_text=title).filter(has_text="Entries are open").last
    await contest.get_by_role("button", name="Enter").click()
    form = reader.page.get_by_role("dialog")
    await form.get_by_role("textbox").fill(f"a quiet harbour for {title}")
    await form.get_by_role("button", name="Submit").click()
    picture = reader.messages.filter(has_text=f"a quiet harbour for {title}")
    await picture.get_by_role("button", name="Enter in contest").click()
    entered = reader.messages.filter(has_text=f"Your picture is in {title}. You can withdraw it until")
    await expect(entered).to_be_visible()
    announced = next(
        each
        for each in juniper.messages(channel)
        if title in str(each) and any("contest:join:" in b for b in buttons_of(each))
    )
    await press(juniper, announced, "contest:join:")
    known = {message["id"] for message in juniper.messages(channel)}
    await (await juniper.submit(juniper.modals[-1], {"prompt": "a lighthouse"})).answered()
    made = await juniper.wait_for(
        lambda message: message["id"] not in known and any("contest:offer:" in b for b in buttons_of(message))
    )
    await press(juniper, made, "contest:offer:")
    await juniper.wait_for(lambda message: title in str(message) and "withdraw it until" in str(message))
    await (await rowan.slash(channel, "contest close")).answered()
    contest = reader.messages.filter(has_text=title).filter(has_text="Voting is open").first
    await contest.get_by_role("button", name="Vote").click()
    page = reader.messages.filter(has_text=title).filter(has_text="picks used")
    await expect(page.locator(".tile.loaded img")).to_be_visible()
    if not await page.get_by_role("button", name="Pick", exact=True).is_enabled():
        await page.get_by_role("button", name="Next").click()
        await expect(page).to_contain_text("2 of 2")
    await page.get_by_role("button", name="Pick", exact=True).click()
    await expect(page).to_contain_text("1 of 3 picks used")
    await page.get_by_role("button", name="All entries").click()
    await reader.page.get_by_role("button", name="One at a time").click()
    await expect(page).to_contain_text("1 of 3 picks used")
    await (await rowan.slash(channel, "contest close")).answered()
    results = reader.messages.filter(has_text=f"Results of {title}").last
    await expect(results.locator(".tile.loaded img")).to_be_visible()
    await results.get_by_role("button", name="My place").click()
    place = reader.page.locator(".message.ephemeral", has_text="· 0 votes").last
    await expect(place).to_be_visible()
    await context.close()
    assert reader.problems == []


async def private(who: Person, channel: int, command: str, has: str, **options: object):
    """The private answer to a command, once it has a button of that kind."""
    known = {message["id"] for message in who.messages(channel)}
    await (await who.slash(channel, command, **options)).answered()
    return await who.wait_for(
        lambda message: message["id"] not in known and any(has in button for button in buttons_of(message))
    )


async def press(who: Person, message, verb: str) -> None:
    await (await who.press(message["id"], next(b for b in buttons_of(message) if verb in b))).answered()
