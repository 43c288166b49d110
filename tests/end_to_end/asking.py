"""Runs commands and reads the bot's private answers."""

from playground.discord import Person
from tests.end_to_end.town import Message, Town, text_of


async def asked(
    place: Town, who: Person, command: str, *, at: str = "studio", saying: str = "", **options: object
) -> Message:
    """The private answer to a slash command in the channel `at` of the member's server.

    `saying` are words in the answer, which can be the second message.
    """
    channel = place.channel(at, who.guild.name)
    before = {message["id"] for message in who.messages(channel)}
    invocation = await who.slash(channel, command, **options)
    await invocation.answered()
    assert invocation.failed is None

    def answers(message: Message) -> bool:
        text = text_of(message)
        new = message["channel_id"] == str(channel) and message["id"] not in before
        return new and bool(text.strip()) and saying in text

    message = await who.wait_for(answers)
    assert message["ephemeral"]
    return message


async def said(place: Town, who: Person, command: str, **options: object) -> str:
    """The text of that answer."""
    return text_of(await asked(place, who, command, **options))
