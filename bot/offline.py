"""The commands that need no Discord."""

from argparse import Namespace

from bot import heartbeat
from bot.clock import now_ms
from bot.console import FAILED, OK, complain, say
from bot.operations.exporting import export as export_rows
from bot.operations.operating import operate, tell_balance
from bot.operations.reconciling import reconcile_with
from bot.pictures import PillowPictures
from bot.providers.aimlapi import AimlApi, Timeouts
from bot.settings import Settings
from bot.storage import open_store, parse_database_url


async def migrate(settings: Settings, _: Namespace) -> int:
    async with open_store(settings.database_url) as store:
        say(f"The database {store.location.path} is up to date.")
    return OK


async def backup(settings: Settings, asked: Namespace) -> int:
    async with open_store(settings.database_url) as store:
        copy = await store.backup(asked.path)
        say(f"Copied to {copy.path}; the pictures on their way are in {copy.spool}.")
    return OK


async def reconcile(settings: Settings, asked: Namespace) -> int:
    async with (
        open_store(settings.database_url) as store,
        PillowPictures() as pictures,
        image_api(settings, pictures) as provider,
    ):
        since_ms = round(asked.since.timestamp() * 1000)
        return await reconcile_with(provider, store.books, since_ms, now_ms())


async def export(settings: Settings, asked: Namespace) -> int:
    since_ms = 0 if asked.since is None else round(asked.since.timestamp() * 1000)
    async with open_store(settings.database_url) as store:
        return await export_rows(
            store.exports, asked.what, asked.format, since_ms=since_ms, guild_id=asked.guild
        )


async def operator(settings: Settings, asked: Namespace) -> int:
    """Also while the bot runs: what it decides stands in the database."""
    if asked.act == "balance":
        async with PillowPictures() as pictures, image_api(settings, pictures) as provider:
            return await tell_balance(provider)
    async with open_store(settings.database_url) as store:
        return await operate(asked, store.operator, now_ms())


async def health(settings: Settings, _: Namespace) -> int:
    """For the container's health check: quick, and without opening the database."""
    age = heartbeat.age_seconds(parse_database_url(settings.database_url).path)
    if age is None or age > heartbeat.LATE_SECONDS:
        complain("The bot is not connected to Discord.")
        return FAILED
    return OK


def image_api(settings: Settings, pictures: PillowPictures) -> AimlApi:
    """The image API as the settings have it, not yet entered."""
    return AimlApi(
        settings.aimlapi_url,
        settings.aimlapi_key.reveal(),
        pictures,
        timeouts=Timeouts(
            answer_seconds=settings.generation_timeout_seconds,
            download_seconds=min(60.0, settings.generation_timeout_seconds),
        ),
    )
