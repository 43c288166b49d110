"""Operations that the playground doesn't support, on paths that it does.

They answer 501. A path without any supported operation answers 404. Both are recorded in
`Discord.unknown_routes`.
"""

UNPLAYED = (
    ("PATCH", "/users/@me"),
    ("PATCH", "/applications/@me"),
    ("GET", "/webhooks/{application_id}/{token}"),
    ("PATCH", "/webhooks/{application_id}/{token}"),
    ("DELETE", "/webhooks/{application_id}/{token}"),
    ("PATCH", "/channels/{channel_id}"),
    ("DELETE", "/channels/{channel_id}"),
    ("DELETE", "/channels/{channel_id}/thread-members/@me"),
    ("PATCH", "/guilds/{guild_id}"),
    ("POST", "/guilds/{guild_id}/channels"),
    ("PATCH", "/guilds/{guild_id}/channels"),
    ("POST", "/guilds/{guild_id}/roles"),
    ("PATCH", "/guilds/{guild_id}/roles"),
    ("PATCH", "/guilds/{guild_id}/roles/{role_id}"),
    ("DELETE", "/guilds/{guild_id}/roles/{role_id}"),
    ("PUT", "/guilds/{guild_id}/members/{user_id}"),
    ("PATCH", "/guilds/{guild_id}/members/{user_id}"),
    ("DELETE", "/guilds/{guild_id}/members/{user_id}"),
    ("POST", "/guilds/{guild_id}/emojis"),
    ("PATCH", "/guilds/{guild_id}/emojis/{emoji_id}"),
    ("DELETE", "/guilds/{guild_id}/emojis/{emoji_id}"),
)
