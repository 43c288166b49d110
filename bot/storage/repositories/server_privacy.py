"""Personal data of members on servers with settings: export, erasure, deletion and pruning."""

EXPORTED = {
    "refused_prompts": """
        SELECT guild_id, digest, at_ms FROM refused_prompt WHERE user_id = :user_id ORDER BY guild_id, at_ms
    """,
    "pauses": """
        SELECT guild_id, until_ms, refused FROM member_pause WHERE user_id = :user_id ORDER BY guild_id
    """,
    "token_requests": """
        SELECT id, guild_id, at_ms, reason, locale, state, decided_at_ms FROM token_request
        WHERE user_id = :user_id ORDER BY id
    """,
    "token_requests_decided": """
        SELECT id, guild_id, state, decided_at_ms FROM token_request WHERE decided_by = :user_id ORDER BY id
    """,
    "reports": """
        SELECT id, guild_id, at_ms, channel_id, message_id, reason, state, decided_at_ms FROM picture_report
        WHERE user_id = :user_id ORDER BY id
    """,
    "reports_decided": """
        SELECT id, guild_id, state, decided_at_ms FROM picture_report WHERE decided_by = :user_id ORDER BY id
    """,
}

# The words are deleted. Requests and pauses stay until they end, or erasing would bypass them.
ERASED = (
    "UPDATE token_request SET reason = '' WHERE user_id = :user_id",
    "UPDATE token_request SET decided_by = :nobody WHERE decided_by = :user_id",
    "UPDATE picture_report SET user_id = :nobody, reason = NULL WHERE user_id = :user_id",
    "UPDATE picture_report SET decided_by = :nobody WHERE decided_by = :user_id",
)

ONCE_OVER = (
    "DELETE FROM token_request WHERE user_id = :user_id AND at_ms <= :asked_before_ms",
    "DELETE FROM refused_prompt WHERE user_id = :user_id AND at_ms <= :refused_before_ms",
    "DELETE FROM member_pause WHERE user_id = :user_id AND until_ms <= :now_ms",
)

STAYS = """
    OR EXISTS (SELECT 1 FROM token_request WHERE user_id = :user_id AND at_ms <= :asked_at_ms)
    OR EXISTS (SELECT 1 FROM refused_prompt WHERE user_id = :user_id AND at_ms <= :asked_at_ms)
    OR EXISTS (SELECT 1 FROM member_pause WHERE user_id = :user_id)
"""

# When a server's data is deleted.
FORGOTTEN = (
    "DELETE FROM server_settings WHERE guild_id = :guild_id",
    "DELETE FROM server_words WHERE guild_id = :guild_id",
    "DELETE FROM token_request WHERE guild_id = :guild_id",
    "DELETE FROM picture_report WHERE guild_id = :guild_id",
)

# Once a day, for all servers.
PRUNED = (
    "DELETE FROM refused_prompt WHERE at_ms <= :refused_before_ms",
    "DELETE FROM member_pause WHERE until_ms <= :now_ms",
    "DELETE FROM token_request WHERE at_ms <= :until_ms",
    "DELETE FROM picture_report WHERE at_ms <= :until_ms",
)
