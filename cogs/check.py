"""What a new operator has to know about their bot's standing with Discord."""

import aiohttp
import discord
from discord.utils import oauth_url

from bot.operations import Finding

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


def invite_url(application_id: int) -> str:
    """The link by which a server's manager invites the bot, with the least it needs."""
    return oauth_url(application_id, permissions=PERMISSIONS, scopes=SCOPES)


async def check_discord(token: str) -> Finding:
    """Whose the token is, and whether the bot is in a server. Connects to no gateway and changes nothing."""
    client = discord.Client(intents=discord.Intents.none())
    try:
        async with client:
            await client.login(token)
            application = await client.application_info()
            guilds = [guild async for guild in client.fetch_guilds(limit=1, with_counts=False)]
    except discord.LoginFailure:
        return _bad("Discord refuses DISCORD_TOKEN: copy it again from the application's Bot page.")
    except discord.HTTPException as error:
        return _bad(f"Discord answers with an error ({error.status}, code {error.code}): try again later.")
    except (aiohttp.ClientError, OSError) as error:
        return _bad(f"Discord can't be reached ({type(error).__name__}).")
    invite = f"Invite it with {invite_url(application.id)}"
    if not guilds:
        return _bad(f"Discord takes the token of “{application.name}”, which is in no server yet. {invite}")
    return Finding(good=True, sentence=f"Discord takes the token of “{application.name}”. {invite}")


def _bad(sentence: str) -> Finding:
    return Finding(good=False, sentence=sentence)
