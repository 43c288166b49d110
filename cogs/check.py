"""What `check` finds out from Discord: whether it accepts the token, and where the bot is."""

from dataclasses import dataclass

import aiohttp
import discord
from discord.utils import oauth_url

from cogs.client import expect_no_voice
from cogs.errors.brief import brief

SCOPES = ("bot", "applications.commands")

# Answers to interactions need no permission at all. These are for what comes after Discord's 15 minutes: to
# post the picture in the channel or thread, and to look there for one that was posted before a crash, so that
# nothing is posted twice. None of them touches what others wrote.
PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    attach_files=True,
    read_message_history=True,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """`problem` is a plain sentence, None if all is well. The rest is None if it's unknown."""

    problem: str | None
    application: str | None = None
    invite_url: str | None = None


def invite_url(application_id: int) -> str:
    """The link by which a server's manager invites the bot, with the least it needs."""
    return oauth_url(application_id, permissions=PERMISSIONS, scopes=SCOPES)


async def standing(token: str) -> Standing:
    """Asks Discord who the token belongs to and where the bot is. Connects to no gateway, changes nothing."""
    expect_no_voice()
    client = discord.Client(intents=discord.Intents(guilds=True))
    try:
        async with client:
            await client.login(token)
            application = await client.application_info()
            guilds = [guild async for guild in client.fetch_guilds(limit=1, with_counts=False)]
    except discord.LoginFailure:
        return Standing("Discord refuses DISCORD_TOKEN. Copy it again from the application's Bot page.")
    except discord.HTTPException as error:
        return Standing(f"Discord answered with an error ({brief(error)}). Try again later.")
    except (aiohttp.ClientError, OSError) as error:
        return Standing(f"Discord can't be reached ({brief(error)}).")
    url = invite_url(application.id)
    problem = None if guilds else "The bot isn't in a server yet. Open the invite link."
    return Standing(problem, application.name, url)
