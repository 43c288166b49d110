"""Suggests a member's latest prompts.

Discord refuses choices with more than 100 characters. A longer prompt is sent as a short token, so that the
whole prompt is always used.
"""

import re

from discord.app_commands import Choice

from bot.errors import PictureGone
from bot.generation.library import Library
from bot.snowflakes import parse_snowflake
from cogs.texts.formatting import one_line, truncate, units

CHOICE_LIMIT = 100  # Discord's, for names and values, in UTF-16 units
MOST_CHOICES = 25

TOKEN = re.compile(r"easel-prompt:([0-9]{1,19})")


async def prompt_choices(library: Library, user_id: int, typed: str) -> list[Choice[str]]:
    """The newest prompts that contain the typed text."""
    if TOKEN.fullmatch(typed.strip()):
        return []
    found = await library.prompts(user_id, typed.strip(), MOST_CHOICES)
    choices = []
    for generation in found:
        prompt = generation.order.request.prompt
        name = truncate(one_line(prompt), CHOICE_LIMIT)
        if name:
            fits = units(prompt) <= CHOICE_LIMIT
            choices.append(Choice(name=name, value=prompt if fits else f"easel-prompt:{generation.id}"))
    return choices


async def meant(library: Library, user_id: int, typed: str) -> str:
    """The typed prompt, or the one behind a chosen token.

    Raises `PictureGone` if it was deleted meanwhile.
    """
    token = TOKEN.fullmatch(typed.strip())
    if token is None:
        return typed
    try:
        generation = await library.picture(parse_snowflake(token[1]))
    except ValueError:
        raise PictureGone from None
    if generation is None or generation.order.user_id != user_id or not generation.order.request.prompt:
        raise PictureGone
    return generation.order.request.prompt
