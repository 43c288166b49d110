"""/budget history: a member's pictures, what each cost, and buttons that turn the pages."""

import asyncio

from cogs.budget.cog import BudgetCommands
from cogs.budget.history import PAGE, history_card, older_id
from cogs.client import EaselClient
from tests.cogs.fakes import now_ms, paid
from tests.cogs.reading import BUTTON, check_limits, find, read, texts, until
from tests.texts.strict import strict_catalogue

ENGLISH = strict_catalogue().texts("en-US")


async def shown(scene, person, wanted: str):
    """The member's history that contains `wanted`."""
    await scene.discord.bot_ready("budget history")
    await (await person.slash(scene.channel_id, "budget history")).answered()
    return await scene.reads(person, wanted)


async def test_pictures_are_listed_with_links_and_costs(scene, budgets):
    """The member's pictures on this server, privately, with prompt, link, cost and refund."""
    budgets.pictures = [
        paid(30, scene.hazel, prompt="a [red] fox"),
        paid(20, scene.hazel, refunded_at_ms=1_800_000_000_000),
        paid(15, scene.juniper, prompt="somebody else's"),
        paid(10, scene.hazel, private=True),
    ]
    message = await shown(scene, scene.hazel, "a \\[red\\] fox")
    assert message["ephemeral"]
    text = read(message)
    assert f"(https://discord.com/channels/{scene.hazel.guild.id}/6/31)" in text
    assert "**63,000 tokens** · 1024 × 768" in text
    assert "~~63,000 tokens~~ refunded <t:1800000000:R>" in text
    assert text.count("https://") == 2, "a private picture's link would be useless"
    assert "somebody else" not in text


async def test_without_pictures_it_says_how_to_make_one(scene):
    """An empty history shows a sentence instead of an empty card."""
    await shown(scene, scene.hazel, "You haven't made any pictures here yet")


async def test_the_buttons_turn_the_pages_after_a_restart(scene, budgets, meta):
    """Older shows the next page in the same message, Newest the first, and a new process handles both."""
    budgets.pictures = [paid(number, scene.hazel) for number in range(25, 0, -1)]
    first = await shown(scene, scene.hazel, "harbour 25")
    assert "harbour 15" not in read(first)
    await until(scene.client.is_ready)
    await scene.client.close()
    async with EaselClient(meta, strict_catalogue()) as successor:
        await successor.add_cog(BudgetCommands(successor, budgets, now_ms))
        await successor.login(scene.discord.bot_token)
        connection = asyncio.create_task(successor.connect())
        await until(successor.is_ready)
        await scene.hazel.press(first["id"], str(older_id(16)))
        second = await scene.reads(scene.hazel, "harbour 15")
        assert second["id"] == first["id"]
        await scene.hazel.press(first["id"], str(older_id(6)))
        last = await scene.reads(scene.hazel, "[harbour 5]")
        assert [button["label"] for button in find_in(last)] == ["Newest"]
        await scene.hazel.press(first["id"], str(older_id(0)))
        await scene.reads(scene.hazel, "harbour 25")
    await connection


def find_in(message):
    """The buttons on a message."""
    rows = [row for part in message["components"] for row in part.get("components", [])]
    return [button for row in rows for button in row.get("components", []) if button["type"] == BUTTON]


async def test_whoever_presses_sees_their_own(scene, budgets):
    """A page shows the pictures of the member who presses, whatever the button says."""
    budgets.pictures = [paid(number, scene.hazel) for number in range(25, 0, -1)]
    budgets.pictures += [paid(number, scene.juniper, prompt="juniper's") for number in range(25, 0, -1)]
    page = await shown(scene, scene.juniper, "juniper's")
    await scene.juniper.press(page["id"], str(older_id(16)))
    await scene.reads(scene.juniper, "juniper's")
    assert not any("harbour" in text for text in scene.texts(scene.juniper))


async def test_a_page_fits_on_a_card(scene):
    """The longest prompts with markdown and refunds respect Discord's limits."""
    found = [
        paid(10**19 - number, scene.hazel, prompt="*" * 4000, refunded_at_ms=0) for number in range(PAGE + 1)
    ]
    card = history_card(found, before=1, texts=ENGLISH)
    check_limits(card)
    assert [button["label"] for button in find(card, BUTTON)] == ["Newest", "Older"]


async def test_the_last_page_has_nothing_older(scene):
    """There are no buttons that lead nowhere."""
    card = history_card([paid(1, scene.hazel)], before=None, texts=ENGLISH)
    assert find(card, BUTTON) == []
    assert "harbour 1" in texts(card)[0]
    assert "no older pictures" in texts(history_card([], before=5, texts=ENGLISH))[0]
