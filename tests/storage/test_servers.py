"""Servers' settings and their effects in the store."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.audit.model import AuditFilter
from bot.budgets.outbox import NoticeKind
from bot.budgets.refusals import AlreadyOver, AlreadyUndone, ChangedSince, InvalidAmount, NothingToUndo
from bot.errors import TooManyInFlight
from bot.generation.audit_kinds import PictureAct
from bot.generation.models import PictureFormat, Preset
from bot.generation.request import Safety, Style
from bot.servers.audit_kinds import ServerAct
from bot.servers.model import ASK_EVERY_MS, REFUSED_WITHIN_MS, ServerSettings, SpoilerPolicy
from bot.servers.ports import NewReport, Pause, Refusal, ReportState, RequestState, TokenRequest
from bot.servers.refusals import (
    AlreadyAsked,
    AlreadyDecided,
    AlreadyReported,
    DailyLimitReached,
    InvalidSetting,
    NoPictureThere,
    NoStaffChannel,
    OnCooldown,
    OwnRequest,
)
from bot.storage import Store, open_store
from tests.storage.contents import rows, tables_with
from tests.storage.listening import Listening, scans
from tests.storage.orders import GUILD, MEMBER, MODERATOR, NOW, USER, act, buy, exported, hold, limits, order
from tests.storage.test_quota_plans import listening

MINUTE, DAY = 60_000, 86_400_000
STAFF = 77
EVERYTHING = ServerSettings(
    channel_ids=(1, 2),
    role_ids=(3,),
    default_preset=Preset.SQUARE,
    default_format=PictureFormat.WEBP,
    default_private=True,
    most_count=2,
    most_in_progress=3,
    most_per_day=4,
    cooldown_seconds=5,
    styles=(Style("Ink", 'ink "drawing" of ', ", {} on paper\nüß"),),
    spoilers=SpoilerPolicy.OUTSIDE_AGE_RESTRICTED,
    blocked_words=("gr?y", "two words"),
    tolerance=6,
    safety_checker=False,
    refusals_to_staff=True,
    strikes=0,
    pause_minutes=60,
    gallery_channel_id=9,
    language="de",
)


async def put(store: Store, by: Any = None, **changed: Any) -> int:
    change = await store.servers.change(GUILD, lambda now: replace(now, **changed), by or act())
    assert change.audit_id is not None
    return change.audit_id


async def with_staff(store: Store) -> None:
    await store.quotas.set_server(GUILD, lambda policy: replace(policy, staff_channel_id=STAFF), act())


async def notices(store: Store) -> list[tuple[NoticeKind, int | None]]:
    return [(notice.kind, notice.user_id) for notice in await store.outbox.due()]


async def test_every_setting_is_kept_as_it_was_set(store: Store) -> None:
    """Without any, the defaults apply, and other servers keep theirs."""
    assert await store.servers.settings(GUILD) == ServerSettings()
    change = await store.servers.change(GUILD, lambda _: EVERYTHING, act())
    assert change.result == (ServerSettings(), EVERYTHING)
    assert await store.servers.settings(GUILD) == EVERYTHING
    assert await store.servers.settings(GUILD + 1) == ServerSettings()
    assert (await store.servers.change(GUILD, lambda now: now, act())).audit_id is None


async def test_the_audit_log_names_what_changed_and_quotes_no_words(store: Store) -> None:
    """Styles and blocked words are only counted, because the log is permanent and words must be deletable."""
    await put(store, tolerance=4, blocked_words=("grey", "gray"), channel_ids=(5, 6))
    [entry] = (await store.audit.page(GUILD, AuditFilter())).entries
    assert (entry.kind, entry.actor_id) == (ServerAct.SETTINGS_CHANGED, MODERATOR)
    assert entry.old == {"channel_ids": "", "blocked_words": 0, "tolerance": 2}
    assert entry.new == {"channel_ids": "5,6", "blocked_words": 2, "tolerance": 4}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("most_count", 0),
        ("most_count", 5),
        ("most_in_progress", 0),
        ("most_per_day", 0),
        ("cooldown_seconds", -1),
        ("tolerance", 0),
        ("tolerance", 7),
        ("strikes", -1),
        ("pause_minutes", 0),
    ],
)
async def test_a_setting_out_of_range_is_refused(store: Store, name: str, value: int) -> None:
    """For any caller, and nothing is written."""
    with pytest.raises(InvalidSetting) as refused:
        await put(store, **{name: value})
    assert (refused.value.name, refused.value.value) == (name, str(value))
    assert await store.servers.settings(GUILD) == ServerSettings()


async def test_changes_at_the_same_time_are_all_made(store: Store) -> None:
    """Each starts from the previous one's result."""

    def adding(number: int) -> Callable[[ServerSettings], ServerSettings]:
        return lambda now: replace(now, channel_ids=(*now.channel_ids, number))

    await asyncio.gather(*(store.servers.change(GUILD, adding(number), act()) for number in range(20)))
    assert sorted((await store.servers.settings(GUILD)).channel_ids) == list(range(20))


async def test_a_change_is_undone_once_with_its_words(store: Store) -> None:
    """Every field goes back to its old value, including words."""
    await put(store, blocked_words=("grey",), styles=EVERYTHING.styles, tolerance=3)
    before = await store.servers.settings(GUILD)
    audit_id = await put(store, blocked_words=("grey", "gray"), styles=(), tolerance=5)
    await put(store, language="es-ES")
    tries = (store.quotas.undo(GUILD, audit_id, act()) for _ in range(3))
    ended = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(one, AlreadyUndone) for one in ended) == 2
    assert await store.servers.settings(GUILD) == replace(before, language="es-ES")


async def test_a_setting_that_changed_again_is_not_undone(store: Store) -> None:
    """The later change would be lost, so nothing is undone and the fields are named."""
    audit_id = await put(store, blocked_words=("grey",), tolerance=3)
    await put(store, blocked_words=("gray",))
    with pytest.raises(ChangedSince) as refused:
        await store.quotas.undo(GUILD, audit_id, act())
    assert refused.value.names == ("blocked_words",)
    assert (await store.servers.settings(GUILD)).tolerance == 3


async def test_what_was_forgotten_is_not_undone(store: Store) -> None:
    """A server that removed the bot long ago leaves no words and no settings."""
    audit_id = await put(store, blocked_words=("grey",))
    await store.privacy.left_server(GUILD, NOW)
    await store.privacy.prune(NOW + 31 * DAY)
    await store.privacy.joined_server(GUILD)
    assert await store.servers.settings(GUILD) == ServerSettings()
    with pytest.raises(NothingToUndo):
        await store.quotas.undo(GUILD, audit_id, act())
    assert await tables_with(store, "grey") == set()


# Decisions of the hold.


async def test_of_many_at_once_a_member_gets_as_many_as_a_day_allows(store: Store) -> None:
    """The write decides about the limit, so no two can both be the last one."""
    await put(store, most_per_day=3)
    tries = (store.generations.hold(order(number), limits(), NOW) for number in range(1, 11))
    ended = await asyncio.gather(*tries, return_exceptions=True)
    refused = [one for one in ended if isinstance(one, DailyLimitReached)]
    assert (ended.count(True), len(refused)) == (3, 7)
    assert refused[0].limit == 3
    assert refused[0].until_ms == (NOW // DAY + 1) * DAY
    await hold(store, 20, user_id=USER + 1)
    await hold(store, 21, at_ms=refused[0].until_ms)


async def test_a_day_is_one_of_the_servers_time_zone(store: Store) -> None:
    """Pictures from before midnight there don't count afterwards."""

    def in_tokyo(policy: Any) -> Any:
        return replace(policy, schedule=replace(policy.schedule, zone="Asia/Tokyo"))

    await store.quotas.set_server(GUILD, in_tokyo, act())
    await put(store, most_per_day=1)
    midnight = NOW // DAY * DAY + 15 * 3600_000
    await hold(store, 1, at_ms=midnight - 1)
    await hold(store, 2, at_ms=midnight)
    with pytest.raises(DailyLimitReached):
        await hold(store, 3, at_ms=midnight + DAY - 1)


async def test_of_many_at_once_a_cooldown_lets_one_through(store: Store) -> None:
    """The next one is refused until the time is over, and says when that is."""
    await put(store, cooldown_seconds=30)
    tries = (store.generations.hold(order(number), limits(), NOW + number) for number in range(10))
    ended = await asyncio.gather(*tries, return_exceptions=True)
    refused = [one for one in ended if isinstance(one, OnCooldown)]
    assert (ended.count(True), len(refused)) == (1, 9)
    assert {(one.seconds, one.until_ms) for one in refused} == {(30, NOW + ended.index(True) + 30_000)}
    await hold(store, 20, at_ms=refused[0].until_ms)


async def test_pictures_of_one_interaction_do_not_wait_for_one_another(store: Store) -> None:
    """They count one by one toward the day, and all of them or none are held."""
    await put(store, cooldown_seconds=30, most_per_day=3)
    together = [order(number) for number in (1, 2)]
    assert await store.generations.hold_together(together, limits(), NOW)
    later = NOW + 30_000
    with pytest.raises(DailyLimitReached):
        await store.generations.hold_together([order(number) for number in (3, 4)], limits(), later)
    assert await store.generations.get(3) is None
    await hold(store, 5, at_ms=later)


async def test_a_picture_that_failed_or_was_cancelled_counts_for_nothing(store: Store) -> None:
    """The member can try again at once."""
    await put(store, cooldown_seconds=30, most_per_day=1)
    await hold(store, 1)
    assert await store.generations.cancel(1, NOW)
    await hold(store, 2)
    await store.generations.release(2, "ProviderFailed", NOW)
    await hold(store, 3)


async def test_the_stricter_limit_in_progress_wins(store: Store) -> None:
    """The server can allow fewer than the bot's owner, but not more."""
    await put(store, most_in_progress=1)
    await hold(store, 1)
    with pytest.raises(TooManyInFlight) as refused:
        await hold(store, 2)
    assert refused.value.limit == 1
    await put(store, most_in_progress=50)
    with pytest.raises(TooManyInFlight) as refused:
        await store.generations.hold(order(3), limits(in_flight=1), NOW)
    assert refused.value.limit == 1


async def test_a_picture_keeps_its_style_and_its_safety(store: Store) -> None:
    """Trying again asks for the same, whatever the settings are then."""
    asked = order(1)
    request = replace(asked.request, style=EVERYTHING.styles[0], safety=Safety(5, checker=False))
    assert await store.generations.hold(replace(asked, request=request), limits(), NOW)
    kept = await store.generations.get(1)
    assert kept is not None
    assert kept.order.request == request


# Refused prompts.


def refused(prompt: str = "a grey wall", user_id: int = USER) -> Refusal:
    return Refusal(GUILD, user_id, 6, prompt, "grey")


async def test_three_different_refused_prompts_pause_a_member(store: Store) -> None:
    """The same one counts once, ignoring case and spaces. It's in the log, and the staff reads it."""
    await with_staff(store)
    assert await store.refused_prompts.record(refused("one"), NOW) is None
    assert await store.refused_prompts.record(refused("two"), NOW + 1) is None
    assert await store.refused_prompts.record(refused(" TWO "), NOW + 2) is None
    assert await store.refused_prompts.record(refused("one", USER + 1), NOW + 2) is None
    pause = await store.refused_prompts.record(refused("three"), NOW + 3)
    assert pause == Pause(NOW + 3 + 15 * MINUTE, 3)
    assert (await store.servers.standing(GUILD, USER)).pause == pause
    assert (await store.servers.standing(GUILD, USER + 1)).pause is None
    [entry, _] = (await store.audit.page(GUILD, AuditFilter())).entries
    assert (entry.kind, entry.user_id) == (ServerAct.MEMBER_PAUSED, USER)
    assert await notices(store) == [(NoticeKind.MEMBER_PAUSED, None)]
    # Then it starts over.
    assert await store.refused_prompts.record(refused("four"), NOW + 4) is None


async def test_prompts_refused_long_ago_do_not_count(store: Store) -> None:
    """Ten minutes later, the first one no longer counts."""
    await store.refused_prompts.record(refused("one"), NOW)
    await store.refused_prompts.record(refused("two"), NOW)
    assert await store.refused_prompts.record(refused("three"), NOW + REFUSED_WITHIN_MS) is None


async def test_a_server_sets_how_many_and_how_long(store: Store) -> None:
    """Two and an hour, or never."""
    await put(store, strikes=2, pause_minutes=60)
    await store.refused_prompts.record(refused("one"), NOW)
    assert await store.refused_prompts.record(refused("two"), NOW) == Pause(NOW + 60 * MINUTE, 2)
    await put(store, strikes=0)
    for number in range(5):
        assert await store.refused_prompts.record(refused(str(number), USER + 1), NOW) is None


async def test_prompts_that_the_image_api_refuses_count_as_well(store: Store) -> None:
    """They're counted with the release, so that no crash comes in between."""
    await with_staff(store)
    await put(store, strikes=1, refusals_to_staff=True)
    await hold(store, 1)
    await store.generations.request(1, NOW)
    await store.generations.release(1, "PromptRefused", NOW)
    assert (await store.servers.standing(GUILD, USER)).pause == Pause(NOW + 15 * MINUTE, 1)
    [said, paused] = await store.outbox.due()
    assert said.data == {"channel_id": 6, "prompt": "a quiet harbour", "entry": None, "user_id": USER}
    assert paused.kind is NoticeKind.MEMBER_PAUSED


async def test_moderators_end_a_pause_by_undoing_it(store: Store) -> None:
    """Once, and only while it lasts."""
    await put(store, strikes=1)
    await store.refused_prompts.record(refused(), NOW)
    [entry, _] = (await store.audit.page(GUILD, AuditFilter())).entries
    with pytest.raises(AlreadyOver):
        await store.quotas.undo(GUILD, entry.id, act(NOW + 15 * MINUTE))
    await store.quotas.undo(GUILD, entry.id, act(NOW + 1))
    assert (await store.servers.standing(GUILD, USER)).pause is None
    with pytest.raises(AlreadyUndone):
        await store.quotas.undo(GUILD, entry.id, act(NOW + 2))


# Requests for more.


def asking(number: int = 1, user_id: int = USER) -> TokenRequest:
    return TokenRequest(number, GUILD, user_id, "for the *big* poster", "de", spent=30, left=4)


async def test_who_has_asked_for_a_picture_here_is_no_newcomer(store: Store) -> None:
    """Pictures on another server don't count."""
    assert (await store.servers.standing(GUILD, USER)).newcomer
    await buy(store, 1)
    assert not (await store.servers.standing(GUILD, USER)).newcomer
    assert (await store.servers.standing(GUILD + 1, USER)).newcomer


async def test_what_a_member_was_not_told_is_part_of_their_standing(store: Store) -> None:
    """From the failure until the member knows, and only for them."""
    await hold(store, 1)
    assert not (await store.servers.standing(GUILD, USER)).untold
    await store.generations.release(1, "ProviderFailed", NOW)
    assert (await store.servers.standing(GUILD, USER)).untold
    assert not (await store.servers.standing(GUILD + 1, USER)).untold
    await store.generations.mark_notified(1, NOW)
    assert not (await store.servers.standing(GUILD, USER)).untold


async def test_a_member_asks_once_in_a_day(store: Store) -> None:
    """The staff channel gets it once, even if Discord delivers the interaction twice."""
    assert not await store.servers.has_staff_channel(GUILD)
    with pytest.raises(NoStaffChannel):
        await store.token_requests.ask(asking(), NOW)
    await with_staff(store)
    assert await store.servers.has_staff_channel(GUILD)
    await store.token_requests.ask(asking(), NOW)
    await store.token_requests.ask(asking(), NOW + 1)
    [notice] = await store.outbox.due()
    assert notice.kind is NoticeKind.TOKENS_REQUESTED
    assert notice.data == {
        "request_id": 1, "reason": "for the *big* poster", "spent": 30, "left": 4, "user_id": USER,
    }  # fmt: skip
    tries = (store.token_requests.ask(asking(number), NOW + 2) for number in range(2, 6))
    ended = await asyncio.gather(*tries, return_exceptions=True)
    assert {one.again_at_ms for one in ended if isinstance(one, AlreadyAsked)} == {NOW + ASK_EVERY_MS}
    await store.token_requests.ask(asking(9), NOW + ASK_EVERY_MS)


async def test_of_all_who_decide_the_first_does(store: Store) -> None:
    """Approving gives a grant once, and the member is told in their own language."""
    await with_staff(store)
    await store.token_requests.ask(asking(), NOW)
    moderators = range(30, 35)
    tries = (store.token_requests.approve(GUILD, 1, 500, act(user_id=each)) for each in moderators)
    ended = await asyncio.gather(
        *tries, store.token_requests.decline(GUILD, 1, act()), return_exceptions=True
    )
    [change] = [one for one in ended if not isinstance(one, BaseException)]
    assert change.result.state is RequestState.APPROVED
    assert {(one.state, one.actor_id) for one in ended if isinstance(one, AlreadyDecided)} == {
        ("approved", 30)
    }
    assert (await store.budgets.budget(MEMBER, NOW)).left == 1_500
    told = (await store.outbox.due())[-1]
    assert (told.kind, told.user_id, told.locale) == (NoticeKind.TOKENS_APPROVED, USER, "de")
    assert await store.books.differences() == []


async def test_an_approval_is_undone_while_nothing_is_spent(store: Store) -> None:
    """The grant is taken back."""
    await with_staff(store)
    await store.token_requests.ask(asking(), NOW)
    change = await store.token_requests.approve(GUILD, 1, 500, act())
    assert change.audit_id is not None
    await store.quotas.undo(GUILD, change.audit_id, act(NOW + 1))
    assert (await store.budgets.budget(MEMBER, NOW + 1)).left == 1_000
    assert await store.books.differences() == []


async def test_nobody_decides_about_their_own_request(store: Store) -> None:
    """Not even administrators. An amount of zero isn't allowed, and other servers can't see it."""
    await with_staff(store)
    await store.token_requests.ask(asking(), NOW)
    own = act(user_id=USER, is_administrator=True)
    with pytest.raises(OwnRequest):
        await store.token_requests.approve(GUILD, 1, 500, own)
    with pytest.raises(OwnRequest):
        await store.token_requests.decline(GUILD, 1, own)
    with pytest.raises(InvalidAmount):
        await store.token_requests.approve(GUILD, 1, 0, act())
    with pytest.raises(AlreadyDecided):
        await store.token_requests.approve(GUILD + 1, 1, 500, act())
    assert (await store.token_requests.request(GUILD, 1)).state is RequestState.OPEN


async def test_a_declined_request_is_told_with_its_reason(store: Store) -> None:
    """The audit log has it too."""
    await with_staff(store)
    await store.token_requests.ask(asking(), NOW)
    await store.token_requests.decline(GUILD, 1, act(reason="next month"))
    told = (await store.outbox.due())[-1]
    assert (told.kind, told.data) == (NoticeKind.TOKENS_DECLINED, {"reason": "next month"})
    entry = (await store.audit.page(GUILD, AuditFilter())).entries[0]
    assert (entry.kind, entry.user_id, entry.reason) == (ServerAct.REQUEST_DECLINED, USER, "next month")


# Reports.


def report(number: int = 1, message_id: int = 1_001) -> NewReport:
    return NewReport(number, GUILD, USER + 1, 6, message_id, "not *nice*")


async def test_a_picture_is_reported_once(store: Store) -> None:
    """A message without a picture can't be reported."""
    await buy(store, 1)
    with pytest.raises(NoStaffChannel):
        await store.picture_reports.report(report(), NOW)
    await with_staff(store)
    with pytest.raises(NoPictureThere):
        await store.picture_reports.report(report(message_id=5), NOW)
    await store.picture_reports.report(report(), NOW)
    await store.picture_reports.report(report(), NOW)
    with pytest.raises(AlreadyReported) as refused:
        await store.picture_reports.report(report(2), NOW)
    assert refused.value.open
    assert (await notices(store))[1:] == [(NoticeKind.PICTURE_REPORTED, None)]


async def test_a_report_is_decided_once(store: Store) -> None:
    """The audit log has it, and the same picture isn't reported again."""
    await with_staff(store)
    await buy(store, 1)
    await store.picture_reports.report(report(), NOW)
    tries = (
        store.picture_reports.decide(GUILD, 1, state, act())
        for state in (ReportState.REMOVED, ReportState.DISMISSED, ReportState.REMOVED)
    )
    ended = await asyncio.gather(*tries, return_exceptions=True)
    [change] = [one for one in ended if not isinstance(one, BaseException)]
    assert (change.result.owner_id, change.result.message_id) == (USER, 1_001)
    assert change.result.state is ReportState.REMOVED
    entry = (await store.audit.page(GUILD, AuditFilter())).entries[0]
    assert (entry.kind, entry.user_id, entry.new["generation_id"]) == (PictureAct.REMOVED, USER, 1)
    with pytest.raises(NoPictureThere):
        await store.picture_reports.report(report(3), NOW)


async def test_a_dismissed_report_is_not_made_again(store: Store) -> None:
    """Moderators have already looked at the picture."""
    await with_staff(store)
    await buy(store, 1)
    await store.picture_reports.report(report(), NOW)
    await store.picture_reports.decide(GUILD, 1, ReportState.DISMISSED, act())
    with pytest.raises(AlreadyReported) as refused:
        await store.picture_reports.report(report(3), NOW)
    assert not refused.value.open


# People's data.


async def full(store: Store, user_id: int) -> None:
    """A member with data in every table, as a member and as a moderator."""
    await with_staff(store)
    await put(store, act(user_id=user_id), strikes=2, refusals_to_staff=True, blocked_words=("grey",))
    await buy(store, 1)
    await buy(store, 2, user_id=user_id)
    await store.refused_prompts.record(refused("one", user_id), NOW)
    await store.refused_prompts.record(refused("two", user_id), NOW)
    await store.refused_prompts.record(refused("three", user_id), NOW)
    await store.token_requests.ask(asking(1, user_id), NOW)
    await store.token_requests.ask(asking(2), NOW)
    await store.token_requests.decline(GUILD, 2, act(user_id=user_id))
    await store.picture_reports.report(replace(report(3), user_id=user_id), NOW)
    await store.picture_reports.report(report(4, message_id=1_002), NOW)
    await store.picture_reports.decide(GUILD, 4, ReportState.DISMISSED, act(user_id=user_id))


SOMEONE = 4_242_424_242
TABLES = ("refused_prompt", "member_pause", "token_request", "picture_report")


async def test_everything_about_a_member_is_exported(store: Store) -> None:
    """What they asked for, reported and decided, and what counts against them."""
    await full(store, SOMEONE)
    found = await exported(store, SOMEONE)
    names = (
        "refused_prompts", "pauses", "token_requests", "token_requests_decided", "reports",
        "reports_decided",
    )  # fmt: skip
    assert {name: len(found[name]) for name in names} == dict.fromkeys(names, 1)
    assert found["token_requests"][0]["reason"] == "for the *big* poster"


async def test_erasing_takes_the_words_at_once_and_the_rest_once_it_is_over(store: Store) -> None:
    """Erasing doesn't end a pause, or allow a second request on the same day."""
    await full(store, SOMEONE)
    await store.privacy.erase(SOMEONE, NOW)
    assert (await store.servers.standing(GUILD, SOMEONE)).pause is not None
    with pytest.raises(AlreadyAsked):
        await store.token_requests.ask(asking(9, SOMEONE), NOW + 1)
    kept = await rows(store)
    assert [row["reason"] for row in kept["token_request"] if row["id"] == 1] == [""]
    assert [row["reason"] for row in kept["picture_report"] if row["id"] == 3] == [None]
    await store.privacy.prune(NOW + 40 * DAY)
    assert await tables_with(store, SOMEONE) & set(TABLES) == set()


async def test_a_forgotten_server_leaves_none_of_it(store: Store) -> None:
    """Thirty days after the bot was removed."""
    await full(store, SOMEONE)
    await store.privacy.left_server(GUILD, NOW)
    await store.privacy.prune(NOW + 31 * DAY)
    left = await rows(store)
    assert [name for name in ("server_settings", "server_words", *TABLES) if left[name]] == []


async def test_no_statement_scans_what_grows(path: Path) -> None:
    """Settings, pauses, requests and reports are found by a key or an index."""
    async with open_store(f"sqlite:///{path}") as store:
        await full(store, SOMEONE)
        await put(store, most_per_day=9, cooldown_seconds=1)
        pauses = (await store.audit.page(GUILD, AuditFilter(kind=ServerAct.MEMBER_PAUSED))).entries
    async with listening(path) as (database, overheard):
        await _all_of_it(overheard, pauses[0].id)
        assert len(overheard.heard) > 30
        assert await scans(database, list(overheard.heard.values())) == []


async def _all_of_it(database: Listening, pause_id: int) -> None:
    from bot.storage.repositories.generations import GenerationRepository
    from bot.storage.repositories.picture_reports import PictureReportRepository
    from bot.storage.repositories.quotas import QuotaRepository
    from bot.storage.repositories.refused_prompts import RefusedPromptRepository
    from bot.storage.repositories.server_settings import ServerSettingsRepository
    from bot.storage.repositories.token_requests import TokenRequestRepository

    servers, quotas = ServerSettingsRepository(database), QuotaRepository(database, 1_000)
    requests, reports = TokenRequestRepository(database), PictureReportRepository(database)
    await servers.standing(GUILD, USER)
    change = await servers.change(GUILD, lambda now: replace(now, blocked_words=("red",)), act())
    assert change.audit_id is not None
    await quotas.undo(GUILD, change.audit_id, act())
    await quotas.undo(GUILD, pause_id, act(NOW + 1))
    await RefusedPromptRepository(database).record(refused(), NOW)
    await requests.ask(asking(50, USER + 9), NOW)
    await requests.request(GUILD, 50)
    await requests.approve(GUILD, 50, 5, act())
    with pytest.raises(AlreadyReported):
        await reports.report(report(51), NOW)
    await reports.get(GUILD, 3)
    await reports.decide(GUILD, 3, ReportState.REMOVED, act())
    await GenerationRepository(database).hold(order(60), limits(), NOW + DAY)
