"""What hosts can set and change."""

from dataclasses import fields

from bot.contests.model import ContestSettings, Schedule
from cogs.contests.settings import FIELDS
from tests.cogs.contests.fair import Fair, menu
from tests.end_to_end.town import buttons_of, text_of


def test_everything_can_be_set() -> None:
    """More… has a field for each setting of a contest, so none can only be set in code."""
    paths = {field.path or name for name, field in FIELDS.items()}
    times = {field.name for field in fields(Schedule)}
    assert {path for path in paths if not path.startswith("prize_")} - times == {
        field.name for field in fields(ContestSettings)
    } - {"schedule", "prizes"}
    assert times | {"prize_1", "prize_2", "prize_3"} <= paths


async def test_more_settings(here: Fair) -> None:
    """More… lets latecomers vote, and the contest accepts their votes."""
    rowan = here.rowan
    preview = await here.asked(
        rowan, "create", title="Harbours", theme="x", entries_until="1h", votes_until="2h"
    )
    preview = await here.press(rowan, preview, "more")
    topic = menu(preview, "group")
    assert len(topic["options"]) == 7
    await (await rowan.select(preview["id"], topic["custom_id"], ["members"])).answered()
    changed = await here.answer(
        rowan,
        lambda: rowan.submit(rowan.modals[-1], {"joined_before_opening": ["no"], "min_account_days": "0"}),
    )
    assert "Voters joined before entries opened**: no" in text_of(changed)
    await here.press(rowan, changed, "create")
    await here.settle()
    [contest] = await here.contests.contests(here.guild.id)
    await here.entered(contest, here.person("hazel"))
    await here.end(contest)
    late = here.discord.add_user("latecomer")
    here.discord.add_member(here.guild, late)
    page = await here.press(here.discord.person(late, here.guild), here.shown(contest)[0], "vote")
    assert "Entry 1" in text_of(page)


async def test_a_contest_moves_to_another_channel(here: Fair) -> None:
    """Its message moves there, and the old one is deleted."""
    contest = await here.contest()
    studio, gallery = here.channel, here.discord.channel(here.guild, "gallery").id
    await here.said(here.rowan, "edit", channel=gallery, description="Boats welcome")
    await here.settle()
    assert here.shown(contest) == []
    here.channel = gallery
    assert ["Boats welcome" in text_of(each) for each in here.shown(contest)] == [True]
    here.channel = studio


async def test_one_of_several_entries_is_withdrawn(here: Fair) -> None:
    """The command asks which one, and the other stays."""
    hazel = here.person("hazel")
    contest = await here.contest(entries_per_member=2)
    await here.entered(contest, hazel, hazel)
    asked = await here.asked(hazel, "withdraw")
    assert "Which entry do you want to withdraw?" in text_of(asked)
    first, second = await here.contests.entries_of(here.guild.id, contest.id, hazel.user.id)
    button = next(each for each in buttons_of(asked) if str(second.generation_id) in each)
    said = await here.answer(hazel, lambda: hazel.press(asked["id"], button))
    assert "is withdrawn" in text_of(said)
    left = await here.contests.entries_of(here.guild.id, contest.id, hazel.user.id)
    assert [entry.id for entry in left] == [first.id]
