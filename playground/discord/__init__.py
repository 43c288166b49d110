"""A Discord that runs on a laptop, strict about Discord's documented limits, for the real discord.py.

`Discord` is the server, `Person` a human in front of a client. Point a bot at `{base_url}/api/v10` and
`{ws base_url}/gateway`; nothing else is needed.
"""

from playground.discord.faults import Fault, Faults
from playground.discord.guilds import Channel, Guild, Member, Overwrite, Role
from playground.discord.permissions import Permissions
from playground.discord.person import ClientRefused, Invocation, Person, Upload
from playground.discord.server import Discord
from playground.discord.users import Application, User

__all__ = [
    "Application",
    "Channel",
    "ClientRefused",
    "Discord",
    "Fault",
    "Faults",
    "Guild",
    "Invocation",
    "Member",
    "Overwrite",
    "Permissions",
    "Person",
    "Role",
    "Upload",
    "User",
]
