"""/quota server … and /quota role …"""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.budgets.periods import Cycle, Schedule
from bot.budgets.policy import UNLIMITED, RoleTier, ServerPolicy
from bot.budgets.quotas import ServerUse
from bot.budgets.zones import COMMON_ZONES, zone_names
from cogs.quota import texts as quota_texts
from cogs.quota.cards import card
from playground.discord.permissions import Permissions
from tests.cogs.reading import check_limits
from tests.texts.strict import strict_catalogue

ENGLISH = strict_catalogue().texts("en-US")

SET = ServerPolicy(500_000, Schedule(Cycle.WEEK, "Europe/Berlin", 6), 100_000, 5_000_000, 77)


class TestSetting:
    async def test_only_what_is_given_is_changed(self, moderation):
        """Each option changes its own setting, and no others."""
        moderation.office.quotas.policy = SET
        said = await moderation.said(moderation.rowan, "server set", cap="2m", reason="expensive month")
        _, new, act = moderation.last()
        assert new == replace(SET, cap=2_000_000)
        assert act.reason == "expensive month"
        assert (
            "Server limit: about 79 pictures (5,000,000 tokens) → **about 31 pictures (2,000,000 tokens)**"
            in said
        )
        assert len(said.strip().splitlines()) == 2

    async def test_everything_can_be_set_at_once(self, moderation):
        """All settings can be changed in one command, and each shows as old and new."""
        staff = moderation.scene.discord.channel("The Workshop", "staff").id
        said = await moderation.said(
            moderation.rowan,
            "server set",
            allowance="500k",
            renews="Every week",
            week_starts="Sunday",
            time_zone="europe/berlin",
            rollover="100k",
            cap="5m",
            staff_channel="staff",
        )
        assert moderation.last()[1] == replace(SET, staff_channel_id=staff)
        for part in (
            "bot default → **about 7 pictures (500,000 tokens)**",
            "Every month → **Every week**",
            "Monday → **Sunday**",
            "UTC → **Europe/Berlin**",
            "off → **up to about 1 picture (100,000 tokens)**",
            f"none → **<#{staff}>**",
            "counts toward it",
        ):
            assert part in said

    async def test_everything_has_a_way_back(self, moderation):
        """The bot's default, no rollover, no cap, no staff channel."""
        moderation.office.quotas.policy = SET
        await moderation.said(
            moderation.rowan,
            "server set",
            allowance="default",
            rollover="0",
            cap="none",
            no_staff_channel=True,
        )
        assert moderation.last()[1] == ServerPolicy(schedule=SET.schedule)

    async def test_a_cap_without_limit_is_no_cap(self, moderation):
        """A cap of unlimited means none."""
        moderation.office.quotas.policy = SET
        await moderation.said(moderation.rowan, "server set", cap="unlimited")
        assert moderation.last()[1].cap is None

    @pytest.mark.parametrize(
        ("option", "value", "words"),
        [
            ("time_zone", "Europe/Berlín", "Europe/Berlin"),
            ("rollover", "unlimited", "a valid amount"),
            ("cap", "-1", "a valid amount"),
        ],
    )
    async def test_what_can_not_be_read_is_refused(self, moderation, option, value, words):
        """The answer says how to write it, perhaps with the likely meaning, and nothing changes."""
        assert words in await moderation.said(moderation.rowan, "server set", **{option: value})
        assert moderation.office.quotas.done == []

    async def test_without_options_it_shows_what_is_set(self, moderation):
        """Without options nothing changes, and the moderator sees what could be changed."""
        assert "Budgets on this server" in await moderation.said(moderation.rowan, "server set")
        assert moderation.office.quotas.done == []

    async def test_the_same_again_says_that_nothing_changed(self, moderation):
        """Setting the current value again changes nothing."""
        moderation.office.quotas.policy = SET
        assert "Nothing was changed" in await moderation.said(moderation.rowan, "server set", cap="5m")

    async def test_a_staff_channel_that_is_closed_to_the_bot_is_told(self, moderation):
        """Otherwise nobody would notice missing notices."""
        discord = moderation.scene.discord
        channel = discord.channel("The Workshop", "gallery")
        assert "can't post" not in await moderation.said(
            moderation.rowan, "server set", staff_channel="gallery"
        )
        everyone = discord.guild("The Workshop").roles[discord.guild("The Workshop").id]
        discord.set_permissions(channel, everyone, deny=Permissions.SEND_MESSAGES)
        said = await moderation.said(moderation.rowan, "server set", staff_channel="gallery")
        assert f"can't post in <#{channel.id}> yet" in said
        moderation.office.quotas.policy = replace(SET, staff_channel_id=channel.id)
        assert f"can't post in <#{channel.id}> yet" in await moderation.said(moderation.rowan, "server view")
        moderation.office.quotas.policy = replace(SET, staff_channel_id=77)
        assert "staff channel no longer exists" in await moderation.said(moderation.rowan, "server view")

    async def test_zones_are_offered(self, moderation):
        """By any part of their name. Until something is typed, some from all over the world."""
        assert "Asia/Tokyo" in await moderation.offered(moderation.rowan, "server set", "time_zone")
        offered = await moderation.offered(moderation.rowan, "server set", "time_zone", time_zone="berl")
        assert list(offered) == ["Europe/Berlin"]


def test_the_first_zones_offered_are_zones():
    """Every suggestion can be set, and they fit into one Discord list."""
    assert set(COMMON_ZONES) <= set(zone_names())
    assert len(COMMON_ZONES) < 25


class TestView:
    def test_it_shows_settings_and_use(self):
        """It shows the settings, the usage, and the owner's limits."""
        text = quota_texts.server_view(
            ENGLISH, SET, ServerUse(126_000, 63_000, 10**12, 9_000_000, 189_000), 2, 10**6
        )
        for part in (
            "Default allowance: **about 7 pictures (500,000 tokens)**",
            "Budgets reset: **Every week, on Sunday (Europe/Berlin), next <t:1000000000:R>**",
            "Rollover: **up to about 1 picture (100,000 tokens)**",
            "Server limit: **about 79 pictures (5,000,000 tokens)**",
            "Used this period: **about 2 pictures (126,000 tokens)**, with 63,000 tokens reserved",
            "**about 142 pictures (9,000,000 tokens)** per calendar month (UTC). about 3 pictures",
            "<#77>",
            "2 roles have an allowance",
        ):
            assert part in text

    def test_the_operators_default_is_an_amount(self):
        """Without settings of their own, the moderator still sees the amount."""
        text = quota_texts.server_view(ENGLISH, ServerPolicy(), ServerUse(0, 0, None, None, 0), 0, 1_000_000)
        assert "**about 15 pictures (1,000,000 tokens), bot default**" in text
        assert "no limit" in text


class TestRoles:
    async def test_a_tier_says_old_and_new(self, moderation):
        """None before, and the new one in pictures and tokens."""
        role = next(
            role
            for role in moderation.scene.discord.guild("The Workshop").roles.values()
            if role.name == "moderator"
        )
        said = await moderation.said(moderation.rowan, "role set", role="moderator", allowance="2m")
        assert moderation.last()[1] == RoleTier(role.id, 2_000_000)
        assert f"<@&{role.id}>'s allowance: none → **about 31 pictures (2,000,000 tokens)**" in said

    async def test_unlimited_and_nothing_are_tiers(self, moderation):
        """Both extremes can be set."""
        for typed, allowance in (("unlimited", UNLIMITED), ("0", 0)):
            await moderation.said(moderation.rowan, "role set", role="moderator", allowance=typed)
            assert moderation.last()[1].allowance == allowance

    async def test_clearing_says_what_there_was(self, moderation):
        """The answer has the old allowance."""
        moderation.office.quotas.old = UNLIMITED
        said = await moderation.said(moderation.rowan, "role clear", role="moderator")
        assert "unlimited → **none**" in said

    async def test_the_list_has_each_role(self, moderation):
        """Highest first, as the rules return them. Without any, it says how to add one."""
        assert "quota role set" in await moderation.said(moderation.rowan, "role list")
        moderation.office.quotas.tiers = [RoleTier(8, UNLIMITED), RoleTier(9, 0)]
        said = await moderation.said(moderation.rowan, "role list")
        assert said.index("<@&8>: **unlimited**") < said.index("<@&9>: **no pictures (0 tokens)**")

    @given(st.integers(0, 300))
    def test_the_list_always_fits(self, count):
        """Discord allows 250 roles."""
        check_limits(card(quota_texts.roles_view(ENGLISH, [RoleTier(2**63, 10**12)] * count)))
