"""The result of an interaction, for the person who started it."""

from playground.discord.interactions import Interaction


class Invocation:
    """An interaction that a person started, and its result."""

    def __init__(self, interaction: Interaction) -> None:
        self._interaction = interaction

    @property
    def id(self) -> int:
        return self._interaction.id

    @property
    def first_answer_seconds(self) -> float | None:
        """Seconds until the bot's first answer, or None before it."""
        answered_at = self._interaction.answered_at
        return None if answered_at is None else answered_at - self._interaction.created_at

    @property
    def answer(self) -> int | None:
        """The callback type of the first answer: 4 message, 5 thinking, 6 and 7 update, 9 modal."""
        return self._interaction.answer

    @property
    def message_id(self) -> str | None:
        """The message that the first answer created or changed."""
        original = self._interaction.original
        return None if original is None else str(original.id)

    @property
    def failed(self) -> str | None:
        """The sentence the client shows if the bot didn't answer in time, otherwise None."""
        return self._interaction.failed

    async def answered(self) -> "Invocation":
        """Returns itself once the bot has answered or the deadline has passed."""
        await self._interaction.settled.wait()
        return self
