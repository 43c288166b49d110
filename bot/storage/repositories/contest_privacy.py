"""Personal data in contests: export, erasure and deletion, and the end of a server's contests."""

EXPORTED = {
    "contests_created": """
        SELECT id, guild_id, phase, settings, created_at_ms, closed_at_ms FROM contest
        WHERE creator_id = :user_id ORDER BY id
    """,
    "contest_drafts": """
        SELECT id, guild_id, settings, at_ms FROM contest_draft WHERE user_id = :user_id ORDER BY id
    """,
    "contests_hosted": "SELECT contest_id FROM contest_host WHERE user_id = :user_id ORDER BY contest_id",
    "contest_entries": """
        SELECT contest_id, generation_id, sha256, entered_at_ms, number, disqualified_at_ms,
            disqualify_reason, votes, place, prize
        FROM contest_entry WHERE user_id = :user_id ORDER BY id
    """,
    "contest_ballots": """
        SELECT contest_id, receipt, used, furthest, counted FROM contest_ballot
        WHERE user_id = :user_id ORDER BY contest_id
    """,
    "contest_orders": """
        SELECT contest_id, ordering FROM contest_order WHERE user_id = :user_id ORDER BY contest_id
    """,
    "contest_picks": """
        SELECT contest_id, number FROM contest_pick WHERE user_id = :user_id ORDER BY contest_id, number
    """,
    "contest_pool_shares": """
        SELECT contest_id, account_id, amount FROM contest_pool_share
        WHERE user_id = :user_id ORDER BY account_id
    """,
    "contest_roles": """
        SELECT contest_id, kind, due_at_ms FROM contest_task
        WHERE key = :user_id AND kind IN ('give_role', 'take_role') ORDER BY id
    """,
}

# Before voting, entries are withdrawn. After that they keep their number, without a maker. Ballots of
# contests that haven't closed are deleted. After the close they count, without a name.
ERASED = (
    """
    UPDATE contest SET revision = revision + 1, entries = entries - (
        SELECT count(*) FROM contest_entry
        WHERE contest_entry.contest_id = contest.id AND contest_entry.user_id = :user_id
    ) WHERE phase = 'open' AND id IN (SELECT contest_id FROM contest_entry WHERE user_id = :user_id)
    """,
    """
    DELETE FROM contest_entry
    WHERE user_id = :user_id
        AND EXISTS (SELECT 1 FROM contest WHERE contest.id = contest_id AND phase = 'open')
    """,
    """
    UPDATE contest_entry SET user_id = :nobody,
        disqualify_reason = CASE WHEN disqualify_reason IS NULL THEN NULL ELSE '' END
    WHERE user_id = :user_id
    """,
    "DELETE FROM contest_draft WHERE user_id = :user_id",
    "DELETE FROM contest_order WHERE user_id = :user_id",
    """
    DELETE FROM contest_pick WHERE user_id = :user_id
        AND EXISTS (SELECT 1 FROM contest WHERE contest.id = contest_id AND phase <> 'closed')
    """,
    """
    DELETE FROM contest_ballot WHERE user_id = :user_id
        AND EXISTS (SELECT 1 FROM contest WHERE contest.id = contest_id AND phase <> 'closed')
    """,
    "UPDATE contest_pick SET user_id = :nobody WHERE user_id = :user_id",
    "UPDATE contest_ballot SET user_id = :nobody WHERE user_id = :user_id",
    "UPDATE contest_host SET user_id = :nobody WHERE user_id = :user_id",
    "UPDATE contest SET creator_id = :nobody WHERE creator_id = :user_id",
    "UPDATE contest_pool_share SET user_id = :nobody WHERE user_id = :user_id",
    # A winner's role is removed now, because nobody would know its owner afterwards.
    "DELETE FROM contest_task WHERE key = :user_id AND kind = 'give_role'",
    "UPDATE contest_task SET due_at_ms = 0 WHERE key = :user_id AND kind = 'take_role'",
)

# Some pictures at a time. `{pictures}` is replaced by the select of their ids.
ERASED_PICTURES = (
    """
    DELETE FROM contest_picture
    WHERE generation_id IN ({pictures}) AND NOT EXISTS (
        SELECT 1 FROM contest_entry WHERE contest_entry.generation_id = contest_picture.generation_id
    )
    """,
)

# The bot can neither move nor show contests of a server that removed it. Nothing is paid.
CANCEL_OF_SERVER = """
UPDATE contest SET phase = 'cancelled', next_at_ms = NULL, closed_at_ms = :now_ms, revision = revision + 1
WHERE guild_id = :guild_id AND next_at_ms IS NOT NULL RETURNING id
"""

_OF_SERVER = "contest_id IN (SELECT id FROM contest WHERE guild_id = :guild_id)"

FORGOTTEN = (
    f"""
    DELETE FROM contest_picture
    WHERE generation_id IN (SELECT generation_id FROM contest_entry WHERE {_OF_SERVER})
    """,  # noqa: S608 - no value is in it
    *(
        f"DELETE FROM {table} WHERE {_OF_SERVER}"  # noqa: S608 - names of ours
        for table in (
            "contest_task",
            "contest_pool_share",
            "contest_prize",
            "contest_pick",
            "contest_order",
            "contest_ballot",
            "contest_entry",
            "contest_host",
        )
    ),
    "DELETE FROM contest WHERE guild_id = :guild_id",
    "DELETE FROM contest_draft WHERE guild_id = :guild_id",
    "DELETE FROM contest_policy WHERE guild_id = :guild_id",
)
