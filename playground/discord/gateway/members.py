"""Request Guild Members (op 8) and its answer (`developers/events/gateway-events.mdx`)."""

from playground.discord.gateway.session import Session
from playground.discord.snowflakes import parse_snowflake
from playground.discord.users import Json
from playground.discord.world import World

MOST_WITH_QUERY = 100


def members_chunk(world: World, session: Session, data: Json) -> Json | None:
    """The members asked for by prefix or by id, in one chunk.

    None for an invalid request, such as one for a guild on another shard.
    """
    guild = world.guilds.get(parse_snowflake(data.get("guild_id")) or 0)
    if guild is None or world.bot.id not in guild.members or not session.has(guild.id):
        return None
    found = list(guild.members.values())
    not_found: list[str] = []
    if data.get("user_ids") is not None:
        asked = data["user_ids"] if isinstance(data["user_ids"], list) else [data["user_ids"]]
        wanted = {parse_snowflake(user_id) for user_id in asked}
        found = [member for member in found if member.user.id in wanted]
        not_found = [str(user_id) for user_id in wanted if user_id not in guild.members]
    elif isinstance(data.get("query"), str):
        prefix = data["query"].lower()
        found = [member for member in found if member.user.name.lower().startswith(prefix)]
        limit = parse_snowflake(data.get("limit")) or 0
        if prefix and not 0 < limit <= MOST_WITH_QUERY:
            return None
        found = found[: limit or None]
    else:
        return None
    chunk: Json = {
        "guild_id": str(guild.id),
        "members": [member.payload() for member in found],
        "chunk_index": 0,
        "chunk_count": 1,
    }
    if not_found:
        chunk["not_found"] = not_found
    if data.get("nonce") is not None:
        chunk["nonce"] = data["nonce"]
    return chunk
