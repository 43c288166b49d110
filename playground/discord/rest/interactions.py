"""Interaction callbacks, and the webhook that an interaction's token opens.

They aren't subject to the bot's global limit. The webhook's limit is undocumented. People have observed 5 in
2 seconds (discord-api-docs issues 367 and 6753).
"""

from playground.discord.answers import Answers
from playground.discord.errors import refusal
from playground.discord.interactions import Interaction, Interactions
from playground.discord.rest.calls import Call, Reply, Route
from playground.discord.world import World

WEBHOOK = "/webhooks/{application_id}/{token}"
MESSAGE = WEBHOOK + "/messages/{message_id}"


class InteractionRoutes:
    def __init__(self, world: World, interactions: Interactions, answers: Answers) -> None:
        self._world = world
        self._interactions = interactions
        self._answers = answers

    def routes(self) -> list[Route]:
        callback = "/interactions/{interaction_id}/{token}/callback"
        return [
            Route("POST", callback, self.answer, by_token=True),
            Route("POST", WEBHOOK, self.follow, 5, 2.0, by_token=True),
            Route("GET", MESSAGE, self.message, 5, 2.0, by_token=True),
            Route("PATCH", MESSAGE, self.edit, 5, 2.0, by_token=True),
            Route("DELETE", MESSAGE, self.delete, 5, 2.0, by_token=True),
        ]

    async def answer(self, call: Call) -> Reply:
        interaction = self._interactions.to_answer(call.id("interaction_id"), call.params["token"])
        self._check_sizes(interaction, call)
        response = self._answers.first(interaction, call.form, call.body.uploads)
        return Reply(response if call.flag("with_response") else None)

    async def follow(self, call: Call) -> Reply:
        interaction = self._living(call)
        message = self._answers.follow(interaction, call.form, call.body.uploads)
        return Reply(self._world.message_payload(message))

    async def message(self, call: Call) -> Reply:
        return Reply(self._world.message_payload(self._answers.message(self._living(call), _id(call))))

    async def edit(self, call: Call) -> Reply:
        message = self._answers.message(self._living(call), _id(call))
        self._answers.edit(message, call.form, call.body.uploads)
        return Reply(self._world.message_payload(message))

    async def delete(self, call: Call) -> Reply:
        self._answers.delete(self._answers.message(self._living(call), _id(call)))
        return Reply()

    def _living(self, call: Call) -> Interaction:
        interaction = self._interactions.to_follow(call.id("application_id"), call.params["token"])
        self._check_sizes(interaction, call)
        return interaction

    def _check_sizes(self, interaction: Interaction, call: Call) -> None:
        limit = self._world.file_limit(interaction.channel.guild)
        if any(len(upload.content) > limit for upload in call.body.uploads):
            raise refusal(40005)


def _id(call: Call) -> int | None:
    return None if call.params["message_id"] == "@original" else call.id("message_id")
