"""Links to messages, as Discord's clients open them."""

from bot.budgets.budget import PaidPicture
from cogs.wording.harmless import harmless

NAMELESS = "a picture"  # of a prompt that was erased


def message_link(guild_id: int, channel_id: int, message_id: int) -> str:
    return f"https://discord.com/channels/{guild_id}/{channel_id}/{message_id}"


def picture_link(picture: PaidPicture, limit: int = 80) -> str:
    """The prompt in at most `limit` characters, linked to the message where others can open it."""
    name = harmless(picture.prompt, limit) or NAMELESS
    if picture.private or picture.message_id is None:
        return name
    return f"[{name}]({message_link(picture.guild_id, picture.channel_id, picture.message_id)})"
