-- Erasing and forgetting in portions, each of which finds its rows by an index.

-- Whether a pass over the member's pictures is still to be done, or to be finished after a crash.
ALTER TABLE erasure ADD COLUMN passing INTEGER NOT NULL DEFAULT 0 CHECK (passing IN (0, 1));

-- What a member has in the ledger besides pictures.
CREATE INDEX ledger_other ON ledger (user_id) WHERE kind IN ('grant', 'deduct', 'reset', 'carry', 'undo');

-- What a server and its members are still to be told.
CREATE INDEX notice_unsent ON notice (guild_id, user_id) WHERE sent_at_ms IS NULL;

-- Words of moderators, by the server they were said on.
CREATE INDEX audit_reason ON audit (guild_id) WHERE reason IS NOT NULL;

DROP TRIGGER audit_refuses_update;

-- The only changes there are: people who had their data erased become a number that stands for no one, and what
-- was said about them goes with it. What was said on a server that removed the bot goes with the server.
CREATE TRIGGER audit_refuses_update BEFORE UPDATE ON audit
WHEN NOT (
    NEW.id = OLD.id AND NEW.at_ms = OLD.at_ms AND NEW.guild_id = OLD.guild_id AND NEW.kind = OLD.kind
    AND NEW.role_id IS OLD.role_id AND NEW.old = OLD.old AND NEW.new = OLD.new
    AND NEW.undoes IS OLD.undoes
    AND (NEW.actor_id IS OLD.actor_id OR COALESCE(NEW.actor_id, 0) < 0)
    AND (NEW.user_id IS OLD.user_id OR COALESCE(NEW.user_id, 0) < 0)
    AND (
        NEW.reason IS OLD.reason OR (
            NEW.reason IS NULL AND (
                COALESCE(NEW.user_id, 0) < 0 OR EXISTS (
                    SELECT 1 FROM guild_policy
                    WHERE guild_policy.guild_id = OLD.guild_id AND left_at_ms IS NOT NULL
                )
            )
        )
    )
)
BEGIN
    SELECT RAISE(ABORT, 'the audit is append-only');
END;
