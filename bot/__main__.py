"""The composition root: reads the settings, builds everything and passes it on. Nobody imports it."""

import sys

if __name__ == "__main__" and sys.argv[1:2] == ["health"] and len(sys.argv) in {2, 4}:
    # Runs every minute in a container, where importing Discord's client and everything below would take most
    # of its time.
    from bot.cli.health import health

    if len(sys.argv) == 2:
        sys.exit(health())
    if sys.argv[2] == "--role" and sys.argv[3] in {"gateway", "worker"}:
        sys.exit(health(sys.argv[3]))

import asyncio
import gc
import logging
import os
import secrets
import socket
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot import heartbeat
from bot.cli.arguments import (
    Backup,
    Balance,
    Check,
    Command,
    Copy,
    Doctor,
    Export,
    Health,
    Migrate,
    Pause,
    Reconcile,
    Resume,
    Role,
    Run,
    SetCap,
    ShowCaps,
    ShowSpending,
    Sync,
    VerifyContest,
    parse,
)
from bot.cli.checks import (
    Finding,
    bad,
    check_books,
    check_provider,
    check_storage,
    examine_clock,
    examine_place,
    examine_store,
    good,
    key_accepted,
    tell,
    warning,
)
from bot.cli.console import FAILED, MISUSED, OK, complain, open_standard_streams, say
from bot.cli.contest import verify_contest
from bot.cli.database import backup, copy, migrate, missing
from bot.cli.export import export
from bot.cli.health import health
from bot.cli.operator import operate, tell_balance
from bot.cli.reconcile import reconcile_with
from bot.clock import now_ms
from bot.contests.service import ContestService
from bot.errors import StorageUnavailable
from bot.generation.alerts import OutboxAlerts
from bot.generation.context import GenerationContext
from bot.generation.inputs import MAX_INPUT_BYTES
from bot.generation.measurements import Measure, ignore
from bot.generation.model import AIMLAPI, Limits
from bot.generation.policy import EngineLimits, RetryPolicy
from bot.generation.service import GenerationService
from bot.generation.shared_queue import Claims, Leases, Pace, while_leading
from bot.generation.sharing import Sharing
from bot.pictures import PillowPictures
from bot.providers.aimlapi import AimlApi, Timeouts
from bot.providers.attachments import DiscordAttachments
from bot.servers.admission import Admission
from bot.servers.languages import ServerLanguages
from bot.settings import Settings, SettingsError, load, near_misses
from bot.shutdown import background_tasks, stop_signal
from bot.storage import DatabaseMissing, Schema, SqliteLocation, Store, open_store, parse_database_url
from bot.systemd import Systemd
from bot.telemetry import set_up_logging
from cogs.budget.cog import BudgetCommands
from cogs.check import Standing, examine, standing
from cogs.client import DISCORD_TROUBLE, EaselClient, connected, point_at, refuses_token
from cogs.contests.board import DiscordBoard
from cogs.contests.cog import ContestCommands
from cogs.contests.entering import CardOffers
from cogs.contests.services import ContestServices
from cogs.errors.brief import brief
from cogs.imagine.cog import Imagine
from cogs.imagine.delivery import DiscordDelivery
from cogs.imagine.ordering import Ordering
from cogs.moderation.cog import Moderation, ModerationServices
from cogs.notices.cog import OutboxSender
from cogs.operator.cog import OperatorCommands
from cogs.pictures.cog import Pictures
from cogs.pictures.services import PictureServices
from cogs.pictures.sources import InputLoader
from cogs.privacy.cog import PrivacyCommands
from cogs.privacy.servers import Servers
from cogs.quota.cog import QuotaCommands
from cogs.quota.services import QuotaServices
from cogs.settings.cog import SettingsCommands, SettingsServices
from cogs.texts import Catalogue

if TYPE_CHECKING:
    from bot.telemetry.metrics import Metrics

log = logging.getLogger("easel")

# Leases of several processes: who registers the commands, who runs, and which gateways answer.
SYNC, RUNNING, ANSWERING = "command sync", "running ", "answering "
SYNC_TRIES = 60  # one a second
HAND_OVER_SECONDS = 30
ANSWERED_SECONDS = 3  # Discord waits no longer for an answer
LEARN_SECONDS = 60.0
PRESENT_SECONDS = 2.0
LANGUAGE_SECONDS = 10.0  # how long another process may not know that a server chose another language

TOKEN_REFUSED = "Discord refuses DISCORD_TOKEN. Copy it again from the application's Bot page."  # noqa: S105
NEEDS_POSTGRES = (
    "--role is for several processes on one PostgreSQL database. Set DATABASE_URL to postgresql://…, or leave"
    " --role out, and one process does everything."
)
KEY_REFUSED = "The image API refuses AIMLAPI_KEY. Copy it again from your account at the provider."


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code: 0 done, 1 failed, 2 wrong settings or command."""
    open_standard_streams()
    command = parse(argv)
    if isinstance(command, Health | VerifyContest):
        return _without_settings(command)
    try:
        given = load(os.environ, Path(".env"))
        settings = Settings.read(given, required=_required(command))
        parse_database_url(settings.database_url)
    except SettingsError as error:
        for problem in error.problems:
            complain(problem)
        return MISUSED
    except ValueError as error:
        complain(str(error))
        return MISUSED
    # The other commands print their own output, so only problems belong beside it.
    quiet = max(settings.log_level, "warning", key=_gravity)
    set_up_logging(
        settings.log_format, settings.log_level if isinstance(command, Run) else quiet, settings.secrets()
    )
    for hint in near_misses(given):
        log.warning("%s", hint)
    try:
        with asyncio.Runner(loop_factory=_loop_factory()) as runner:
            return runner.run(_carry_out(command, settings))
    except DatabaseMissing as error:
        complain(missing(error))
        return MISUSED
    except StorageUnavailable as error:
        complain(f"The database can't be used: {error.cause}.")
    except DISCORD_TROUBLE as error:
        log.debug("where it happened", exc_info=error)
        complain(TOKEN_REFUSED if refuses_token(error) else f"Discord can't be used: {brief(error)}.")
    except KeyboardInterrupt:
        pass  # a short command, stopped by its user
    return FAILED


def _without_settings(command: Health | VerifyContest) -> int:
    return health(command.role) if isinstance(command, Health) else verify_contest(command.path)


async def _carry_out(command: Command, settings: Settings) -> int:
    match command:
        case Run() | Sync():
            return await (run(settings, command.role) if isinstance(command, Run) else sync(settings))
        case Check(books=False) | Doctor():
            return tell(await (checked(settings) if isinstance(command, Check) else examined(settings)))
        case Migrate():
            return await migrate(settings.database_url)
        case Copy():
            return await copy(command.source, command.target)
        case Balance():
            async with PillowPictures() as pictures, _image_api(settings, pictures) as provider:
                return await tell_balance(provider)
        case _:
            # Any database can be copied. Reading or writing one needs a schema that this version knows.
            schema = Schema.ANY if isinstance(command, Backup) else Schema.REQUIRE
            async with open_store(
                settings.database_url, monthly_cap=settings.monthly_cap, schema=schema
            ) as store:
                return await _with_store(command, settings, store)


async def _with_store(command: Command, settings: Settings, store: Store) -> int:
    """The commands that need an existing database."""
    match command:
        case Backup():
            return await backup(store, command.path, now_ms())
        case Check():
            return await check_books(store.books)
        case Reconcile():
            async with PillowPictures() as pictures, _image_api(settings, pictures) as provider:
                return await reconcile_with(provider, store.books, command.since_ms, now_ms())
        case Export():
            return await export(
                store.exports,
                command.what,
                command.form,
                since_ms=command.since_ms,
                guild_id=command.guild_id,
            )
        case ShowSpending() | SetCap() | ShowCaps() | Pause() | Resume():
            return await operate(command, store.operator, now_ms())
        case _:
            raise AssertionError(command)


async def run(settings: Settings, role: Role | None = None) -> int:
    """Runs until SIGTERM or Ctrl-C. A second signal ends the process at once, which is safe at any point.

    `role` is for one of several processes.
    """
    if role is not None and isinstance(parse_database_url(settings.database_url), SqliteLocation):
        complain(NEEDS_POSTGRES)
        return MISUSED
    stopping = stop_signal()
    systemd = Systemd(os.environ)
    async with AsyncExitStack() as stack:
        metrics = _metrics(settings)
        measure = ignore if metrics is None else metrics.measure
        parts = await _assembled(stack, settings, sole=True, role=role, measure=measure)
        store, client, service = parts.store, parts.client, parts.service
        if metrics is not None and not await _served(stack, settings, metrics, parts, stopping):
            return MISUSED
        if not await key_accepted(parts.provider):
            complain(KEY_REFUSED)
            return FAILED
        await _log_in(parts, settings)
        await service.recover()
        _spare_the_collector()
        async with background_tasks() as edges:
            path = heartbeat.of_role(store.location.heartbeat, role)
            edges.start("heartbeat", heartbeat.beat(path, parts.healthy))
            for name, work in _edges(parts):
                edges.start(name, work)
            edges.start("systemd", systemd.run(parts.ready))
            if metrics is not None:
                edges.start("metrics", metrics.watch_loop())
                edges.start("metrics", metrics.watch_balance(AIMLAPI, parts.provider.balance))
            lost = asyncio.create_task(store.database.lost())
            connection = asyncio.create_task(parts.connect())
            async with background_tasks() as engine:
                for work in service.services():
                    engine.start("generation", work)
                await _first_of(connection, lost, stopping.wait(), edges.failed.wait(), engine.failed.wait())
                systemd.stopping()
                log.info("stopping, no new pictures are started")
                if not lost.done() and not connection.done():
                    await _hand_over(parts, settings.shutdown_seconds)
            # Nothing can be recorded without the database. The next start picks up the rest.
            await service.stop(0 if lost.done() else settings.shutdown_seconds)
        await client.close()
        if not lost.cancel():
            raise lost.result()
        if role is Role.WORKER:
            connection.cancel()
            await asyncio.wait({connection})
        else:
            await connection  # raises the error that ended it, if it ended by itself
    log.info("stopped")
    failed = edges.failed.is_set() or engine.failed.is_set()
    return FAILED if failed else OK  # the supervisor restarts the process after a failure


def _metrics(settings: Settings) -> "Metrics | None":
    """None if metrics are off. Then prometheus-client isn't imported, which takes a while."""
    if settings.metrics_address is None:
        return None
    from bot.telemetry.metrics import Metrics

    return Metrics()


async def _served(
    stack: AsyncExitStack, settings: Settings, metrics: "Metrics", parts: "Parts", stopping: asyncio.Event
) -> bool:
    """Measures everything and serves it. False, with a message, if the address can't be used."""
    from bot.telemetry.server import TelemetryServer
    from cogs.metrics import DiscordMetrics

    assert settings.metrics_address is not None
    host, port = settings.metrics_address
    logging.getLogger().addHandler(metrics.log_handler)
    stack.callback(logging.getLogger().removeHandler, metrics.log_handler)
    DiscordMetrics(parts.client, metrics.registry)
    metrics.watch_lanes(parts.service.status)
    parts.store.database.watch_groups(metrics.wrote)

    def problems() -> list[str]:
        disconnected = [] if parts.healthy() else [parts.problem]
        return [*disconnected, *(["The bot is stopping."] if stopping.is_set() else [])]

    try:
        await stack.enter_async_context(TelemetryServer(host, port, metrics.registry, problems))
    except OSError as error:
        complain(f"METRICS_ADDRESS names {host}, port {port}, which can't be used: {error.strerror}.")
        return False
    log.info("metrics are served at %s, port %d", host, port)
    return True


def _spare_the_collector() -> None:
    """Keeps the garbage collector from checking the same objects over and over.

    Everything loaded so far stays until the end. A picture takes thousands of objects, nearly all of which
    are freed without the collector, so it runs less often.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


async def _log_in(parts: "Parts", settings: Settings) -> None:
    """Registers the commands as well, if they have changed. Of several gateways, one at a time does so."""
    queue = parts.store.shared_queue if parts.role is Role.GATEWAY else None
    for _ in range(SYNC_TRIES):
        if queue is None or await queue.lead(SYNC, now_ms()):
            break
        await asyncio.sleep(1)
    await parts.client.login(settings.discord_token.reveal())
    if queue is not None:
        await queue.step_down(SYNC)


def _edges(parts: "Parts") -> Iterator[tuple[str, Coroutine[Any, Any, object]]]:
    """What runs beside the generations, from before the first connection to the end."""
    sharing = parts.sharing
    if sharing is None:
        yield "outbox", parts.notices.run()
        yield "privacy", parts.servers.prune_daily()
        yield "contests", _run_contests(parts)
        return
    assert parts.store.wake_ups is not None
    yield "wake-ups", parts.store.wake_ups.run()
    yield "presence", _be_present(parts, sharing)
    if parts.role is Role.WORKER:
        yield "commands", _learn_command_ids(parts.client)
        return

    def alone(name: str, work: Callable[[], Coroutine[Any, Any, object]]) -> Coroutine[Any, Any, None]:
        return while_leading(sharing.queue, name, now_ms, work)

    yield "outbox", parts.notices.run()
    yield "privacy", alone("pruning", parts.servers.prune_daily)
    yield "contests", alone("contests", lambda: _run_contests(parts))


async def _learn_command_ids(client: EaselClient) -> None:
    """A worker that started before the first gateway learns them a little later."""
    while True:
        await asyncio.sleep(LEARN_SECONDS)
        with suppress(StorageUnavailable):
            await client.learn_command_ids()


async def _be_present(parts: "Parts", sharing: Sharing) -> None:
    """Tells the other processes that this one runs, and the other gateways that it answers, while it does.

    All that run divide Discord's limit of requests.
    """
    gateway = parts.role is Role.GATEWAY
    while True:
        with suppress(StorageUnavailable):
            await sharing.queue.lead(f"{RUNNING}{parts.process}", now_ms())
            if gateway and connected(parts.client):
                await sharing.queue.lead(f"{ANSWERING}{parts.process}", now_ms())
            elif gateway:
                await sharing.queue.step_down(f"{ANSWERING}{parts.process}")
            running = await sharing.queue.leases(RUNNING, now_ms())
            parts.client.request_share.processes = max(1, len(running))
        await asyncio.sleep(PRESENT_SECONDS)


async def _hand_over(parts: "Parts", seconds: float) -> None:
    """A gateway that stops answers until another one does, and for `seconds` or half a minute at most.

    Then it finishes what it has begun to answer.
    """
    if parts.role is not Role.GATEWAY:
        return
    assert parts.store.shared_queue is not None
    mine = f"{ANSWERING}{parts.process}"
    with suppress(StorageUnavailable):
        for _ in range(min(HAND_OVER_SECONDS, round(seconds))):
            if any(name != mine for name in await parts.store.shared_queue.leases(ANSWERING, now_ms())):
                break
            await asyncio.sleep(1)
    parts.client.leave_interactions_to_others()
    await asyncio.sleep(ANSWERED_SECONDS)


async def _run_contests(parts: "Parts") -> None:
    """Starts after the first connection, because the bot's permissions aren't known before."""
    await parts.client.wait_until_ready()
    await parts.contests.run(parts.board)


async def _first_of(
    connection: asyncio.Task[None], lost: asyncio.Task[Any], *others: Coroutine[Any, Any, object]
) -> None:
    """Returns once one of them has ended. Cancels all but the first two then."""
    tasks = [asyncio.ensure_future(each) for each in others]
    await asyncio.wait({connection, lost, *tasks}, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()


async def checked(settings: Settings) -> list[Finding]:
    """What's missing before the bot can run."""
    point_at(settings.discord_api_url, settings.discord_gateway_url)
    findings = [
        *_discord_findings(await standing(settings.discord_token.reveal())),
        *await check_storage(settings.database_url, settings.monthly_cap),
    ]
    async with PillowPictures() as pictures, _image_api(settings, pictures) as provider:
        return [*findings, await check_provider(provider)]


async def examined(settings: Settings) -> list[Finding]:
    """Like `checked`, plus everything else around the bot that can be wrong. Changes nothing."""
    findings = await checked(settings)
    place = parse_database_url(settings.database_url)
    findings += [*examine_place(place), await examine_clock(settings.discord_api_url)]
    surfaces = None
    try:
        async with AsyncExitStack() as stack:
            parts = await _assembled(stack, settings, schema=Schema.REQUIRE)
            findings += await examine_store(parts.store, now_ms())
            surfaces = await parts.client.surfaces()
    except StorageUnavailable:
        pass  # the check of the database explains why
    found = await examine(settings.discord_token.reveal(), surfaces, settings.operator_guild_id)
    known = {finding.sentence for finding in findings}
    findings += [good(sentence) for sentence in found.fine]
    findings += [warning(sentence) for sentence in found.warnings]
    return findings + [bad(sentence) for sentence in found.problems if sentence not in known]


async def sync(settings: Settings) -> int:
    """Registers the commands with Discord. The bot does this itself when it first runs."""
    async with AsyncExitStack() as stack:
        parts = await _assembled(stack, settings, schema=Schema.REQUIRE, force_sync=True)
        await parts.client.login(settings.discord_token.reveal())
    say("Discord knows the commands now.")
    return OK


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts that are started and stopped."""

    store: Store
    provider: AimlApi
    client: EaselClient
    service: GenerationService
    notices: OutboxSender
    servers: Servers
    contests: ContestService
    board: DiscordBoard
    role: Role | None = None
    process: str | None = None
    sharing: Sharing | None = None

    def healthy(self) -> bool:
        """Whether it does what it's for right now."""
        if self.role is Role.WORKER:
            assert self.sharing is not None
            return self.sharing.leases.current
        return connected(self.client)

    @property
    def problem(self) -> str:
        """What's wrong if it isn't healthy."""
        if self.role is Role.WORKER:
            return "The worker can't reach the database."
        return "The bot isn't connected to Discord."

    async def ready(self) -> None:
        """Returns once it does what it's for."""
        if self.role is not Role.WORKER:
            await self.client.wait_until_ready()

    async def connect(self) -> None:
        """Until it's closed. A worker needs no connection."""
        if self.role is Role.WORKER:
            await asyncio.Event().wait()
        await self.client.connect()


async def _assembled(
    stack: AsyncExitStack,
    settings: Settings,
    *,
    sole: bool = False,
    role: Role | None = None,
    schema: Schema = Schema.UPDATE,
    force_sync: bool = False,
    measure: Measure = ignore,
) -> Parts:
    """Builds everything without starting it."""
    process = None if role is None else f"{role} {socket.gethostname()} {secrets.token_hex(4)}"
    store = await stack.enter_async_context(
        open_store(
            settings.database_url,
            default_allowance=settings.default_allowance,
            monthly_cap=settings.monthly_cap,
            sole=sole,
            process=process,
            schema=schema,
        )
    )
    sharing = _sharing(store)
    pictures = await stack.enter_async_context(PillowPictures())
    provider = await stack.enter_async_context(_image_api(settings, pictures))
    point_at(settings.discord_api_url, settings.discord_gateway_url)
    languages = (
        ServerLanguages(store.servers)
        if sharing is None
        else ServerLanguages(store.servers, LANGUAGE_SECONDS)
    )
    client = await stack.enter_async_context(
        EaselClient(
            store.meta,
            Catalogue.load(),
            operator_guild_id=settings.operator_guild_id,
            force_sync=force_sync,
            server_language=languages.of,
            claims=None if sharing is None else Claims(sharing.queue, now_ms),
            gateway=role is not Role.WORKER,
        )
    )
    contests = ContestService(store.contests, pictures, now_ms)
    service = _generation_service(
        settings,
        store,
        provider,
        pictures,
        DiscordDelivery(client, store.library, now_ms, CardOffers(contests)),
        measure,
        sharing,
        works=role is not Role.GATEWAY,
    )
    admission = Admission(
        store.servers,
        store.refused_prompts,
        now_ms,
        safety_checker_optional=settings.safety_checker_optional,
    )
    ordering = Ordering(service, store.library, store.budgets, admission, now_ms)
    attachments = await stack.enter_async_context(
        DiscordAttachments(settings.discord_api_url, limit=MAX_INPUT_BYTES)
    )
    await client.add_cog(Imagine(client, service, store.library, store.servers, ordering))
    await client.add_cog(
        Pictures(
            client,
            PictureServices(
                library=store.library,
                servers=store.servers,
                ordering=ordering,
                admission=admission,
                inputs=InputLoader(attachments, pictures),
                budgets=store.budgets,
                quotas=store.quotas,
                now_ms=now_ms,
            ),
        )
    )
    await client.add_cog(SettingsCommands(client, _settings_services(settings, store, languages)))
    await client.add_cog(Moderation(client, _moderation_services(store)))
    await client.add_cog(BudgetCommands(client, store.budgets, now_ms))
    await client.add_cog(QuotaCommands(client, _quota_services(settings, store, pictures)))
    hosting = ContestServices(
        contests=contests,
        pictures=pictures,
        quotas=store.quotas,
        outbox=store.outbox,
        order=ordering.place_privately,
        now_ms=now_ms,
    )
    await client.add_cog(ContestCommands(client, hosting))
    await client.add_cog(PrivacyCommands(client, store.privacy, now_ms))
    await _add_operator_commands(settings, store, client, provider, service)
    notices, servers = OutboxSender(client, store.outbox, now_ms), Servers(client, store.privacy, now_ms)
    await client.add_cog(notices)
    await client.add_cog(servers)
    board = DiscordBoard(client, hosting)
    return Parts(store, provider, client, service, notices, servers, contests, board, role, process, sharing)


def _sharing(store: Store) -> Sharing | None:
    """What this process shares with others. None if there's only one."""
    if store.shared_queue is None:
        return None
    assert store.wake_ups is not None
    return Sharing(store.shared_queue, store.wake_ups, Leases(store.shared_queue, now_ms, Pace()))


def _generation_service(  # noqa: PLR0917 - each of another type
    settings: Settings,
    store: Store,
    provider: AimlApi,
    pictures: PillowPictures,
    delivery: DiscordDelivery,
    measure: Measure,
    sharing: Sharing | None,
    *,
    works: bool,
) -> GenerationService:
    return GenerationService(
        GenerationContext(
            store=store.generations,
            budgets=store.budgets,
            providers={AIMLAPI: provider},
            pictures=pictures,
            spool=store.spool,
            delivery=delivery,
            limits=Limits(
                settings.default_allowance,
                settings.member_in_flight,
                settings.queue_per_server,
                settings.queue_total,
                monthly_cap=settings.monthly_cap,
            ),
            now_ms=now_ms,
            alerts=None
            if settings.operator_guild_id is None
            else OutboxAlerts(store.outbox, settings.operator_guild_id, now_ms),
            retries=RetryPolicy(
                first_backoff=settings.retry_seconds,
                first_probe=8 * settings.retry_seconds,
                lookup_patience=settings.log_patience_seconds,
            ),
            engine=EngineLimits(concurrent=settings.max_concurrent_generations),
            measure=measure,
        ),
        sharing,
        works=works,
    )


async def _add_operator_commands(
    settings: Settings, store: Store, client: EaselClient, provider: AimlApi, service: GenerationService
) -> None:
    if settings.operator_guild_id is not None:
        operator_commands = OperatorCommands(
            client,
            settings.operator_guild_id,
            operator=store.operator,
            account=provider,
            engine=service,
            now_ms=now_ms,
        )
        await client.add_operators_cog(operator_commands)


def _quota_services(settings: Settings, store: Store, pictures: PillowPictures) -> QuotaServices:
    """The services that moderators use."""
    return QuotaServices(
        quotas=store.quotas,
        role_grants=store.role_grants,
        audit=store.audit,
        reports=store.reports,
        budgets=store.budgets,
        charts=pictures,
        default_allowance=settings.default_allowance,
        now_ms=now_ms,
    )


def _settings_services(settings: Settings, store: Store, languages: ServerLanguages) -> SettingsServices:
    return SettingsServices(
        servers=store.servers,
        quotas=store.quotas,
        languages=languages,
        now_ms=now_ms,
        safety_checker_optional=settings.safety_checker_optional,
    )


def _moderation_services(store: Store) -> ModerationServices:
    return ModerationServices(
        requests=store.token_requests,
        reports=store.picture_reports,
        quotas=store.quotas,
        budgets=store.budgets,
        library=store.library,
        now_ms=now_ms,
    )


def _discord_findings(found: Standing) -> Iterator[Finding]:
    if found.application is not None:
        yield good(f"Discord accepts the token. The bot is {found.application}.")
        yield good(f"Invite it with {found.invite_url}")
    if found.problem is not None:
        yield bad(found.problem)


def _required(command: Command) -> Sequence[str] | None:
    """The settings that this command needs. None means all without a default."""
    match command:
        case Run() | Sync() | Doctor() | Check(books=False):
            return None
        case Reconcile() | Balance():
            return ("AIMLAPI_KEY",)
        case _:
            return ()


def _image_api(settings: Settings, pictures: PillowPictures) -> AimlApi:
    """The image API, before it's entered."""
    return AimlApi(
        settings.aimlapi_url,
        settings.aimlapi_key.reveal(),
        pictures,
        timeouts=Timeouts(
            answer_seconds=settings.generation_timeout_seconds,
            download_seconds=min(60.0, settings.generation_timeout_seconds),
        ),
    )


def _gravity(level: str) -> int:
    return logging.getLevelNamesMapping()[level.upper()]


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop


if __name__ == "__main__":
    sys.exit(main())
