"""The composition root: reads the settings, builds everything, hands it down. Imported by nobody."""

import asyncio
import logging
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot import console, heartbeat, offline
from bot.clock import now_ms
from bot.console import FAILED, MISUSED, OK, complain, say
from bot.errors import StorageUnavailable
from bot.generation.context import GenerationContext
from bot.generation.model import AIMLAPI, Limits
from bot.generation.policy import EngineLimits, RetryPolicy
from bot.generation.service import GenerationService
from bot.offline import image_api
from bot.operations.checks import Finding, check_books, check_provider, check_storage, key_accepted
from bot.pictures import PillowPictures
from bot.providers.aimlapi import AimlApi
from bot.settings import Settings, SettingsError, load, near_misses
from bot.stopping import beside, stop_signal
from bot.storage import Store, open_store, parse_database_url
from bot.telemetry import set_up_logging
from cogs.budget.cog import BudgetCommands
from cogs.check import Standing, standing
from cogs.client import DISCORD_TROUBLE, EaselClient, TokenRefused, point_at
from cogs.errors.brief import brief
from cogs.imagine.cog import Imagine
from cogs.imagine.delivery import DiscordDelivery
from cogs.notices.cog import OutboxSender
from cogs.operator.cog import OperatorCommands
from cogs.privacy.cog import PrivacyCommands
from cogs.privacy.servers import Servers
from cogs.quota.cog import QuotaCommands
from cogs.quota.services import QuotaServices
from cogs.texts import Catalogue

log = logging.getLogger("easel")

TOKEN_REFUSED = "Discord refuses DISCORD_TOKEN: copy it again from the application's Bot page."  # noqa: S105
KEY_REFUSED = "The image API refuses AIMLAPI_KEY: copy it again from your account at the provider."


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code: 0 done, 1 failed, 2 settings or command are wrong."""
    asked = console.parse(argv)
    work, needed = COMMANDS[asked.command]
    try:
        given = load(os.environ, Path(".env"))
        settings = Settings.read(given, required=_required(asked, needed))
        parse_database_url(settings.database_url)
    except SettingsError as error:
        for problem in error.problems:
            complain(problem)
        return MISUSED
    except ValueError as error:
        complain(str(error))
        return MISUSED
    # The other commands say what they have to say; only what is wrong belongs beside it.
    level = settings.log_level if asked.command == "run" else max(settings.log_level, "warning", key=_gravity)
    set_up_logging(settings.log_format, level, settings.secrets())
    for hint in near_misses(given):
        log.warning("%s", hint)
    try:
        with asyncio.Runner(loop_factory=_loop_factory()) as runner:
            return runner.run(work(settings, asked))
    except StorageUnavailable as error:
        complain(f"The database can't be used: {error.cause}.")
    except TokenRefused:
        complain(TOKEN_REFUSED)
    except DISCORD_TROUBLE as error:
        log.debug("where it happened", exc_info=error)
        complain(f"Discord can't be used at the moment: {brief(error)}.")
    except KeyboardInterrupt:
        pass  # a command that is no server: stopped by its user
    return FAILED


async def run(settings: Settings, _: Namespace) -> int:
    """Runs until SIGTERM or Ctrl-C; a second signal ends the process at once, which is safe at any point."""
    stopping = stop_signal()
    async with AsyncExitStack() as stack:
        parts = await _assembled(stack, settings, sole=True)
        store, client, service = parts.store, parts.client, parts.service
        if not await key_accepted(parts.provider):
            complain(KEY_REFUSED)
            return FAILED
        await client.login(settings.discord_token.reveal())
        await service.recover()
        connection = asyncio.create_task(client.connect())
        beating = heartbeat.beat(store.location.path, lambda: _connected(client))
        async with beside(beating, parts.notices.run(), parts.servers.prune_daily()) as edges_broken:
            async with beside(*service.services()) as engine_broken:
                await _first_of(connection, stopping.wait(), edges_broken.wait(), engine_broken.wait())
                log.info("stopping: no new pictures are started")
            await service.stop(settings.shutdown_seconds)
        await client.close()
        await connection  # raises what ended it, if it ended by itself
    log.info("stopped")
    broken = edges_broken.is_set() or engine_broken.is_set()
    return FAILED if broken else OK  # whatever supervises the process restarts it after a failure


async def _first_of(connection: asyncio.Task[None], *others: Coroutine[Any, Any, object]) -> None:
    """Returns once the connection or one of the others has ended. The others are cancelled then."""
    tasks = [asyncio.ensure_future(each) for each in others]
    await asyncio.wait({connection, *tasks}, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()


async def check(settings: Settings, asked: Namespace) -> int:
    """Says what is missing, one line each."""
    if asked.books:
        async with open_store(settings.database_url) as store:
            return await check_books(store.books)
    point_at(settings.discord_api_url, settings.discord_gateway_url)
    findings = [
        *_discord_findings(await standing(settings.discord_token.reveal())),
        await check_storage(lambda: open_store(settings.database_url)),
    ]
    async with PillowPictures() as pictures, image_api(settings, pictures) as provider:
        findings.append(await check_provider(provider))
    for finding in findings:
        say(str(finding))
    return OK if all(finding.good for finding in findings) else FAILED


async def sync(settings: Settings, _: Namespace) -> int:
    async with AsyncExitStack() as stack:
        parts = await _assembled(stack, settings, force_sync=True)
        await parts.client.login(settings.discord_token.reveal())
    say("Discord knows the commands now.")
    return OK


COMMANDS: dict[
    str, tuple[Callable[[Settings, Namespace], Coroutine[Any, Any, int]], Sequence[str] | None]
] = {
    "run": (run, None),
    "check": (check, None),
    "sync": (sync, None),
    "migrate": (offline.migrate, ()),
    "backup": (offline.backup, ()),
    "reconcile": (offline.reconcile, ("AIMLAPI_KEY",)),
    "export": (offline.export, ()),
    "operator": (offline.operator, ()),
    "health": (offline.health, ()),
}


@dataclass(frozen=True, slots=True)
class Parts:
    """What is started and stopped."""

    store: Store
    provider: AimlApi
    client: EaselClient
    service: GenerationService
    notices: OutboxSender
    servers: Servers


async def _assembled(
    stack: AsyncExitStack, settings: Settings, *, sole: bool = False, force_sync: bool = False
) -> Parts:
    """Everything, put together and not yet started."""
    store = await stack.enter_async_context(
        open_store(
            settings.database_url,
            default_allowance=settings.default_allowance,
            monthly_cap=settings.monthly_cap,
            sole=sole,
        )
    )
    pictures = await stack.enter_async_context(PillowPictures())
    provider = await stack.enter_async_context(image_api(settings, pictures))
    point_at(settings.discord_api_url, settings.discord_gateway_url)
    client = await stack.enter_async_context(
        EaselClient(
            store.meta,
            Catalogue.load(),
            operator_guild_id=settings.operator_guild_id,
            force_sync=force_sync,
        )
    )
    service = GenerationService(
        GenerationContext(
            store=store.generations,
            budgets=store.budgets,
            providers={AIMLAPI: provider},
            pictures=pictures,
            spool=store.spool,
            delivery=DiscordDelivery(client, now_ms),
            limits=Limits(
                settings.default_allowance, settings.member_in_flight, monthly_cap=settings.monthly_cap
            ),
            now_ms=now_ms,
            retries=RetryPolicy(
                first_backoff=settings.retry_seconds,
                first_probe=8 * settings.retry_seconds,
                lookup_patience=settings.log_patience_seconds,
            ),
            engine=EngineLimits(concurrent=settings.max_concurrent_generations),
        )
    )
    await client.add_cog(Imagine(client, service, now_ms))
    await client.add_cog(BudgetCommands(client, store.budgets, now_ms))
    await client.add_cog(QuotaCommands(client, _desk(settings, store, pictures)))
    await client.add_cog(PrivacyCommands(client, store.privacy, now_ms))
    if settings.operator_guild_id is not None:
        desk = OperatorCommands(settings.operator_guild_id, store.operator, provider, now_ms)
        await client.add_operators_cog(desk)
    notices, servers = OutboxSender(client, store.outbox, now_ms), Servers(client, store.privacy, now_ms)
    await client.add_cog(notices)
    await client.add_cog(servers)
    return Parts(store, provider, client, service, notices, servers)


def _desk(settings: Settings, store: Store, pictures: PillowPictures) -> QuotaServices:
    """What moderators work with."""
    return QuotaServices(
        quotas=store.quotas,
        promises=store.role_grants,
        audit=store.audit,
        reports=store.reports,
        budgets=store.budgets,
        charts=pictures,
        default_allowance=settings.default_allowance,
        now_ms=now_ms,
    )


def _connected(client: EaselClient) -> bool:
    return client.is_ready() and client.ws is not None and client.ws.open


def _discord_findings(found: Standing) -> Iterator[Finding]:
    if found.application is not None:
        yield Finding(good=True, sentence=f"Discord takes the token; this is {found.application}.")
        yield Finding(good=True, sentence=f"Invite it with {found.invite_url}")
    if found.problem is not None:
        yield Finding(good=False, sentence=found.problem)


def _required(asked: Namespace, needed: Sequence[str] | None) -> Sequence[str] | None:
    """The settings that this command can't do without; None for all that have no default."""
    if asked.command == "check" and asked.books:
        return ()
    if asked.command == "operator" and asked.act == "balance":
        return ("AIMLAPI_KEY",)
    return needed


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
