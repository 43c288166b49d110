-- Which model made a picture, the language its member was answered in, which entry of the audit undoes which
-- other one, and the moment by which an entry of the ledger counts.

ALTER TABLE generation ADD COLUMN provider TEXT NOT NULL DEFAULT 'aimlapi';
ALTER TABLE generation ADD COLUMN model    TEXT NOT NULL DEFAULT 'blackforestlabs/flux-2-pro';
ALTER TABLE generation ADD COLUMN locale   TEXT NOT NULL DEFAULT 'en-US'; -- as Discord names it

-- All pictures of one server.
CREATE INDEX generation_guild ON generation (guild_id, id);

ALTER TABLE notice ADD COLUMN locale TEXT; -- of the member it's for; NULL for the staff

-- Goes up with each change, so that a change can tell whether another one came in between.
ALTER TABLE guild_policy ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;

ALTER TABLE audit ADD COLUMN undoes INTEGER REFERENCES audit (id);

CREATE UNIQUE INDEX audit_undoes ON audit (undoes) WHERE undoes IS NOT NULL;

DROP TRIGGER audit_refuses_update;

-- The only changes there are: people who had their data erased become a number that stands for no one, and what
-- was said about them goes with it. What was said on a server goes when the server is forgotten.
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
                    WHERE guild_policy.guild_id = OLD.guild_id AND forgotten_at_ms IS NOT NULL
                )
            )
        )
    )
)
BEGIN
    SELECT RAISE(ABORT, 'the audit is append-only');
END;

-- The ledger, with two more columns:
--
--   counts_at_ms  whose period it counts in: for a picture the moment of its hold, whenever it's settled,
--                 released or refunded; for a moderator's act the moment of the act
--   audit_id      the act that it belongs to, so that the act can be undone
--
-- and one more kind, `undo`: a moderator's act reversed. What an account starts with when it's opened late or
-- under another schedule is a `carry`, which may hold as well.
CREATE TABLE ledger_next (
    id                         INTEGER PRIMARY KEY,
    at_ms                      INTEGER NOT NULL,
    counts_at_ms               INTEGER NOT NULL,
    kind                       TEXT    NOT NULL,
    account_id                 INTEGER REFERENCES account (id),
    server_account_id          INTEGER REFERENCES account (id),
    operator_server_account_id INTEGER REFERENCES account (id),
    operator_account_id        INTEGER REFERENCES account (id),
    guild_id                   INTEGER NOT NULL,
    user_id                    INTEGER NOT NULL, -- 0 if a row is no member's
    generation_id              INTEGER REFERENCES generation (id),
    part                       INTEGER NOT NULL DEFAULT 0,
    held_change                INTEGER NOT NULL DEFAULT 0,
    spent_change               INTEGER NOT NULL DEFAULT 0,
    lost_change                INTEGER NOT NULL DEFAULT 0,
    granted_change             INTEGER NOT NULL DEFAULT 0,
    actor_id                   INTEGER, -- the user who caused it; NULL: the bot itself
    reason                     TEXT, -- a word of ours, never of anyone's
    audit_id                   INTEGER REFERENCES audit (id),
    CHECK (kind IN (
        'hold', 'settle', 'release', 'loss', 'grant', 'deduct', 'reset', 'carry', 'refund', 'undo'
    )),
    CHECK (kind IN ('loss', 'refund') OR account_id IS NOT NULL),
    CHECK (kind NOT IN ('hold', 'settle', 'release', 'loss', 'refund') OR generation_id IS NOT NULL),
    CHECK (kind <> 'carry' OR generation_id IS NULL),
    CHECK (kind <> 'undo' OR audit_id IS NOT NULL),
    CHECK (CASE kind WHEN 'hold' THEN held_change > 0 WHEN 'settle' THEN held_change < 0
        WHEN 'release' THEN held_change < 0 WHEN 'carry' THEN 1 ELSE held_change = 0 END),
    CHECK (CASE kind WHEN 'settle' THEN spent_change >= 0 WHEN 'deduct' THEN spent_change > 0
        WHEN 'reset' THEN spent_change < 0 WHEN 'refund' THEN spent_change < 0
        WHEN 'undo' THEN spent_change <> 0 WHEN 'carry' THEN 1 ELSE spent_change = 0 END),
    CHECK (CASE kind WHEN 'loss' THEN lost_change > 0 WHEN 'refund' THEN lost_change = -spent_change
        WHEN 'undo' THEN lost_change IN (0, -spent_change) WHEN 'carry' THEN 1 ELSE lost_change = 0 END),
    CHECK (kind <> 'carry' OR held_change <> 0 OR spent_change <> 0 OR lost_change <> 0),
    CHECK (CASE kind WHEN 'grant' THEN granted_change > 0 ELSE granted_change = 0 END)
) STRICT;

INSERT INTO ledger_next
SELECT id, at_ms, COALESCE((SELECT held_at_ms FROM generation WHERE generation.id = generation_id), at_ms), kind,
    account_id, server_account_id, operator_server_account_id, operator_account_id, guild_id, user_id,
    generation_id, part, held_change, spent_change, lost_change, granted_change, actor_id, reason, NULL
FROM ledger;

DROP TABLE ledger;

ALTER TABLE ledger_next RENAME TO ledger;

CREATE UNIQUE INDEX ledger_one_hold ON ledger (generation_id, account_id) WHERE kind = 'hold';
CREATE UNIQUE INDEX ledger_one_resolution ON ledger (generation_id, part) WHERE kind IN ('settle', 'release');
CREATE UNIQUE INDEX ledger_one_loss ON ledger (generation_id) WHERE kind = 'loss';
CREATE UNIQUE INDEX ledger_one_refund ON ledger (generation_id, COALESCE(account_id, 0), COALESCE(audit_id, 0))
    WHERE kind = 'refund';

CREATE INDEX ledger_undone ON ledger (generation_id) WHERE kind = 'undo' AND generation_id IS NOT NULL;

-- What a server's members used in a time, for reports.
CREATE INDEX ledger_use ON ledger (guild_id, at_ms, user_id, kind, part, spent_change, generation_id)
    WHERE kind IN ('settle', 'refund', 'undo') AND generation_id IS NOT NULL;

-- What counts against the caps of a server or of all servers, in any period.
CREATE INDEX ledger_cap ON ledger (guild_id, counts_at_ms, held_change, spent_change, lost_change, generation_id)
    WHERE generation_id IS NOT NULL;

-- All there is of one member.
CREATE INDEX ledger_member ON ledger (user_id, guild_id, counts_at_ms);

-- What an act did.
CREATE INDEX ledger_audit ON ledger (audit_id) WHERE audit_id IS NOT NULL;

-- What people did to others.
CREATE INDEX ledger_actor ON ledger (actor_id) WHERE actor_id <> user_id;

-- The only change there is: a user who had their data erased becomes a number that stands for no one.
CREATE TRIGGER ledger_refuses_update BEFORE UPDATE ON ledger
WHEN NOT (
    (NEW.user_id = OLD.user_id OR NEW.user_id < 0)
    AND (NEW.actor_id IS OLD.actor_id OR COALESCE(NEW.actor_id, 0) < 0)
    AND NEW.id = OLD.id AND NEW.at_ms = OLD.at_ms AND NEW.counts_at_ms = OLD.counts_at_ms
    AND NEW.kind = OLD.kind
    AND NEW.account_id IS OLD.account_id AND NEW.server_account_id IS OLD.server_account_id
    AND NEW.operator_server_account_id IS OLD.operator_server_account_id
    AND NEW.operator_account_id IS OLD.operator_account_id
    AND NEW.guild_id = OLD.guild_id AND NEW.generation_id IS OLD.generation_id AND NEW.part = OLD.part
    AND NEW.held_change = OLD.held_change AND NEW.spent_change = OLD.spent_change
    AND NEW.lost_change = OLD.lost_change AND NEW.granted_change = OLD.granted_change
    AND NEW.reason IS OLD.reason AND NEW.audit_id IS OLD.audit_id
)
BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only');
END;

CREATE TRIGGER ledger_refuses_delete BEFORE DELETE ON ledger
BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only');
END;

-- Accounts that were opened or recounted under another schedule are recounted by the new rule when they're used.
UPDATE guild_policy SET schedule_version = schedule_version + 1 WHERE schedule_version > 0;
