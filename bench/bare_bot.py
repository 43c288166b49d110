"""The reference for `bench.interactions`: the shortest /imagine that discord.py allows.

It defers, asks the image API, fetches the picture, decodes it once in a thread and posts it. It has no
budgets and stores nothing.
"""

import asyncio
import io
import os

import aiohttp
import discord
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route
from PIL import Image

Route.BASE = os.environ["DISCORD_API_URL"]
DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(os.environ["DISCORD_GATEWAY_URL"])
GENERATIONS = f"{os.environ['AIMLAPI_URL']}/v1/images/generations"
HEADERS = {"Authorization": f"Bearer {os.environ['AIMLAPI_KEY']}"}


class BareBot(discord.Client):
    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True), max_messages=None)
        self.tree = app_commands.CommandTree(self)

    async def setup_hook(self) -> None:
        self.session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        self.slots = asyncio.Semaphore(int(os.environ["MAX_CONCURRENT_GENERATIONS"]))
        await self.tree.sync()


bot = BareBot()


@bot.tree.command(description="Create an image")
async def imagine(
    interaction: discord.Interaction, prompt: str, width: int = 1024, height: int = 768
) -> None:
    await interaction.response.defer()
    body = {
        "model": "blackforestlabs/flux-2-pro",
        "prompt": prompt,
        "image_size": {"width": width, "height": height},
    }
    async with bot.slots:
        async with bot.session.post(GENERATIONS, json=body, headers=HEADERS) as answer:
            url = (await answer.json())["data"][0]["url"]
        async with bot.session.get(url) as answer:
            data = await answer.read()
    await asyncio.to_thread(lambda: Image.open(io.BytesIO(data)).load())
    await interaction.edit_original_response(attachments=[discord.File(io.BytesIO(data), "picture.png")])


bot.run(os.environ["DISCORD_TOKEN"], log_handler=None)
