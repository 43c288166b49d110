"""/quota audit shows every change in words, page by page."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.audit.kinds import all_kinds
from bot.audit.model import AuditFilter, AuditPage
from bot.budgets.audit_kinds import QuotaAct
from bot.budgets.policy import UNLIMITED
from cogs.buttons import ButtonId
from cogs.client import EaselClient
from cogs.errors.refusals import ButtonOutdated
from cogs.quota.audit import PAGE, entry_text, newer_id, older_id, packed, page_text, unpacked
from cogs.quota.cards import card
from cogs.quota.cog import QuotaCommands
from tests.cogs.quota.fakes import START, entry
from tests.cogs.reading import BUTTON, check_limits, read, walk
from tests.texts.strict import strict_catalogue

ENGLISH = strict_catalogue().texts("en-US")

SAID = {
    QuotaAct.SERVER_SET: (
        {"cap": None, "cycle": "month"},
        {"cap": 63_000, "cycle": "day"},
        "none → **about 1 picture (63,000 tokens)** and Budgets reset: Every month → **Every day**",
    ),
    QuotaAct.ROLE_SET: (
        {"allowance": None},
        {"allowance": UNLIMITED},
        "set <@&8>'s allowance: none → **unlimited**",
    ),
    QuotaAct.ROLE_CLEARED: ({"allowance": 0}, {}, "removed <@&8>'s allowance of no pictures (0 tokens)"),
    QuotaAct.MEMBER_SET: (
        {"allowance": 0},
        {"allowance": None},
        "set <@2>'s allowance: no pictures (0 tokens) → **default**",
    ),
    QuotaAct.GRANTED: (
        {},
        {"grant_id": 3, "amount": 63_000, "expires_at_ms": START},
        "gave <@2> **about 1 picture (63,000 tokens)** (expires <t:",
    ),
    QuotaAct.DEDUCTED: (
        {"left": 126_000},
        {"left": 63_000, "from_grants": 3_000, "from_allowance": 60_000},
        "removed **about 1 picture (63,000 tokens)** from <@2>: about 2 pictures (126,000 tokens)",
    ),
    QuotaAct.RESET: (
        {"spent": 63_000},
        {"spent": 0},
        "reset <@2>'s usage: about 1 picture (63,000 tokens) → **0**",
    ),
    QuotaAct.FROZEN: ({}, {"until_ms": None}, "froze <@2>'s budget"),
    QuotaAct.UNFROZEN: ({"until_ms": None}, {}, "unfroze <@2>'s budget"),
    QuotaAct.REFUNDED: (
        {},
        {"generation_id": 5, "restored": 13_000, "granted": 50_000},
        "refunded <@2> **about 1 picture (63,000 tokens)** for picture 5",
    ),
    QuotaAct.PROMISE_MADE: (
        {},
        {"promise_id": 5, "amount": 63_000, "ends_at_ms": START, "grant_expires_at_ms": None},
        "made role grant #5: **about 1 picture (63,000 tokens)** for <@&8>",
    ),
    QuotaAct.PROMISE_REVOKED: (
        {"promise_id": 5, "amount": 63_000, "ends_at_ms": START},
        {"claims": 3},
        "ended role grant #5 (about 1 picture (63,000 tokens) for <@&8>), claimed by 3 members",
    ),
    QuotaAct.PROMISE_CLAIMED: (
        {},
        {"promise_id": 5, "grant_id": 3, "amount": 63_000},
        "claimed **about 1 picture (63,000 tokens)** from role grant #5 for <@&8>",
    ),
    QuotaAct.OPERATOR_CAP: ({"cap": None}, {"cap": 63_000}, "no limit → **about 1 picture (63,000 tokens)**"),
    QuotaAct.PAUSED: ({}, {"message": "back *soon*"}, "paused the bot: “back \\*soon\\*”"),
    QuotaAct.UNDONE: (
        {"allowance": 70},
        {"allowance": None, "audit_id": 12, "kind": "member_set"},
        "undid “set <@2>'s allowance: default → **less than 1 picture (70 tokens)**”",
    ),
    QuotaAct.RESUMED: ({"message": None}, {}, "resumed the bot"),
}


@pytest.mark.parametrize("kind", QuotaAct)
def test_every_kind_says_who_did_what_to_whom(kind):
    """Each act has its own sentence with old and new values, and its reason below."""
    old, new, said = SAID[kind]
    text = entry_text(ENGLISH, entry(kind=kind, old=old, new=new, reason="because *why*"))
    assert text.startswith(f"<t:{START // 1000}:R> · <@9> ")
    assert said in text
    assert text.endswith("\n-# “because \\*why\\*”")


@pytest.mark.parametrize("kind", QuotaAct)
def test_an_entry_that_lacks_something_is_still_readable(kind):
    """Fields that an older version wrote or left out don't break a page."""
    assert entry_text(ENGLISH, entry(kind=kind, actor_id=None, user_id=None, role_id=None))


def test_who_was_erased_is_not_named():
    """A pseudonym isn't mentioned."""
    text = entry_text(ENGLISH, entry(actor_id=-4, user_id=-5))
    assert "<@" not in text
    assert text.count("a member who deleted their data") == 2


def test_every_kind_can_be_filtered_for():
    """Each kind has a name in every language, so that it can be suggested and chosen."""
    for locale in ("en-US", "de", "es-ES"):
        texts = strict_catalogue().texts(locale)
        assert all(f"choice-kind-{kind}" in texts for kind in all_kinds() if kind.group != "other")


texts = st.text(max_size=400)
fields = st.dictionaries(
    st.sampled_from(
        ["default_allowance", "cap", "rollover", "zone", "amount", "allowance", "message", "left"]
    ),
    st.one_of(st.none(), st.integers(0, 10**12)),
)
entries = st.builds(
    entry, st.integers(1, 10**9), st.sampled_from(QuotaAct), old=fields, new=fields, reason=texts
)
ids = st.one_of(st.none(), st.integers(0, 2**64 - 1))
seconds = st.one_of(st.none(), st.integers(0, 4 * 10**9).map(lambda at: at * 1000))
filters = st.builds(AuditFilter, ids, ids, st.one_of(st.none(), st.sampled_from(QuotaAct)), seconds, seconds)


@given(st.lists(entries, max_size=PAGE), filters)
def test_a_page_always_fits(page, only):
    """Ten entries of any length fit one card."""
    check_limits(card(page_text(ENGLISH, AuditPage(tuple(page), newer=False, older=False), only)))


@given(filters, st.integers(0, 10**12))
def test_a_filter_travels_in_a_button(only, number):
    """Every filter fits into Discord's 100 characters and comes back the same."""
    for button in (older_id(number, only), newer_id(number, only)):
        assert len(str(button)) <= 100
        parsed = ButtonId.parse(str(button))
        assert parsed == button
        assert unpacked(parsed.query) == only


@pytest.mark.parametrize("query", ["x", "a.b.c.d.e", "1.2.granted.4", "..nothing..", "_...."])
def test_a_button_nobody_made_is_outdated(query):
    """A query that no version wrote is refused with a sentence."""
    with pytest.raises(ButtonOutdated):
        unpacked(query)


def test_no_filter_takes_no_room():
    """The common case is a short id."""
    assert packed(AuditFilter()) == ""


def buttons(message) -> dict[str, str]:
    return {
        part["label"]: part["custom_id"] for part in walk(message["components"]) if part["type"] == BUTTON
    }


async def turned(moderation, page, label, expects):
    await (await moderation.rowan.press(page["id"], buttons(page)[label])).answered()
    return await moderation.rowan.wait_for(
        lambda message: message["id"] == page["id"] and expects in read(message)
    )


class TestPages:
    @pytest.fixture
    def history(self, moderation):
        moderation.office.audit.entries = [
            entry(number, QuotaAct.RESET if number % 2 else QuotaAct.GRANTED, reason=f"act {number}.")
            for number in range(1, 26)
        ]

    async def test_pages_can_be_turned_both_ways(self, moderation, history):
        """Newest first. Neither end has a button that leads nowhere."""
        first = await moderation.told(moderation.rowan, "audit")
        assert "act 25" in read(first)
        assert list(buttons(first)) == ["Older"]
        second = await turned(moderation, first, "Older", "act 15")
        assert list(buttons(second)) == ["Newer", "Older"]
        third = await turned(moderation, second, "Older", "act 5")
        assert list(buttons(third)) == ["Newer"]
        second = await turned(moderation, third, "Newer", "act 15")
        assert "act 5\\." not in read(second)
        assert "act 25" in read(await turned(moderation, second, "Newer", "act 25"))

    async def test_a_filter_goes_along(self, moderation, history):
        """The next page has the same filter, and says so."""
        first = await moderation.told(moderation.rowan, "audit", kind="reset")
        assert "-# Only Resets" in read(first)
        second = await turned(moderation, first, "Older", "act 5")
        assert "gave" not in read(second)
        assert moderation.office.audit.asked[-1].kind is QuotaAct.RESET

    async def test_buttons_work_after_a_restart(self, moderation, history, meta, discord_here):
        """A new process turns a page from before the restart."""
        first = await moderation.told(moderation.rowan, "audit", kind="granted")
        await moderation.scene.client.close()
        async with EaselClient(meta, strict_catalogue()) as client:
            await client.add_cog(QuotaCommands(client, moderation.office.desk()))
            await client.login(discord_here.bot_token)
            connection = asyncio.create_task(client.connect())
            await discord_here.bot_ready("quota audit")
            assert "act 4" in read(await turned(moderation, first, "Older", "act 4"))
            await client.close()
            await connection

    async def test_it_is_filtered_by_whom_by_whom_and_when(self, moderation):
        """Members, moderators and times are passed on as meant, with dates in the server's zone."""
        await moderation.said(
            moderation.rowan,
            "audit",
            member="hazel",
            moderator="alder",
            since="2025-01-01",
            until="2025-01-31",
        )
        assert moderation.office.audit.asked[-1] == AuditFilter(
            moderation.user_id("hazel"),
            moderation.user_id("alder"),
            None,
            1_735_689_600_000,
            1_738_368_000_000,
        )

    async def test_kinds_are_suggested_by_name(self, moderation):
        """There can be more kinds than Discord shows at once, so typing finds them."""
        offered = await moderation.offered(moderation.rowan, "audit", "kind", kind="freez")
        assert offered == {"frozen": "Freezes", "unfrozen": "Unfreezes"}
        assert "choose" in (await moderation.said(moderation.rowan, "audit", kind="nothing")).lower()

    async def test_times_that_can_not_be_read_are_refused(self, moderation):
        """The refusal says how to write them."""
        assert "as a past date" in await moderation.said(moderation.rowan, "audit", since="tomorrow")

    async def test_an_empty_log_says_so(self, moderation):
        """It has no buttons."""
        page = await moderation.told(moderation.rowan, "audit")
        assert "Nothing has been changed yet" in read(page)
        assert buttons(page) == {}
