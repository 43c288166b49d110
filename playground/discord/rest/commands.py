"""Application commands, global and of a guild."""

from playground.discord.commands import Commands, Scope
from playground.discord.errors import refusal
from playground.discord.rest.calls import Call, Reply, Route
from playground.discord.world import World

GLOBAL = "/applications/{application_id}/commands"
IN_GUILD = "/applications/{application_id}/guilds/{guild_id}/commands"


class CommandRoutes:
    def __init__(self, world: World, commands: Commands) -> None:
        self._world = world
        self._commands = commands

    def routes(self) -> list[Route]:
        return [
            route
            for path in (GLOBAL, IN_GUILD)
            for route in (
                Route("GET", path, self.all),
                Route("PUT", path, self.overwrite),
                Route("POST", path, self.create),
                Route("GET", f"{path}/{{command_id}}", self.one),
                Route("PATCH", f"{path}/{{command_id}}", self.edit),
                Route("DELETE", f"{path}/{{command_id}}", self.delete),
            )
        ]

    def _scope(self, call: Call) -> Scope:
        if call.id("application_id") != self._world.application.id:
            raise refusal(20012)
        if "guild_id" not in call.params:
            return None
        guild = self._world.guilds.get(call.id("guild_id"))
        if guild is None or self._world.bot.id not in guild.members:
            raise refusal(50001)
        return guild.id

    async def all(self, call: Call) -> Reply:
        commands = self._commands.all(self._scope(call))
        if call.flag("with_localizations"):
            return Reply(commands)
        hidden = ("name_localizations", "description_localizations")
        return Reply([{k: v for k, v in command.items() if k not in hidden} for command in commands])

    async def overwrite(self, call: Call) -> Reply:
        return Reply(self._commands.overwrite(self._scope(call), call.body.data))

    async def create(self, call: Call) -> Reply:
        command, is_new = self._commands.upsert(self._scope(call), call.form)
        return Reply(command, 201 if is_new else 200)

    async def one(self, call: Call) -> Reply:
        return Reply(self._commands.get(self._scope(call), call.id("command_id")))

    async def edit(self, call: Call) -> Reply:
        return Reply(self._commands.patch(self._scope(call), call.id("command_id"), call.form))

    async def delete(self, call: Call) -> Reply:
        self._commands.delete(self._scope(call), call.id("command_id"))
        return Reply()
