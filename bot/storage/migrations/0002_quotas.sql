-- Who may spend how much: what moderators and the operator set, and who changed what.
--
-- An allowance or cap that is NULL is not set. Free texts (reasons) are people's own words: they go when the
-- member they are about has their data erased.

-- What holds for everybody on a server.
CREATE TABLE guild_policy (
    guild_id               INTEGER PRIMARY KEY,
    default_allowance      INTEGER CHECK (default_allowance >= 0),
    cycle                  TEXT    NOT NULL DEFAULT 'month' CHECK (cycle IN ('day', 'week', 'month', 'none')),
    zone                   TEXT    NOT NULL DEFAULT 'UTC',
    week_starts_on         INTEGER NOT NULL DEFAULT 0 CHECK (week_starts_on BETWEEN 0 AND 6),
    schedule_version       INTEGER NOT NULL DEFAULT 0, -- how often the schedule was changed
    schedule_changed_at_ms INTEGER NOT NULL DEFAULT 0, -- the last time
    rollover               INTEGER NOT NULL DEFAULT 0 CHECK (rollover >= 0),
    cap                    INTEGER CHECK (cap >= 0),
    staff_channel_id       INTEGER,
    left_at_ms             INTEGER, -- when the bot was removed from the server
    forgotten_at_ms        INTEGER, -- when what was kept of it for its return was deleted
    CHECK (forgotten_at_ms IS NULL OR left_at_ms IS NOT NULL)
) STRICT;

CREATE INDEX guild_policy_left ON guild_policy (left_at_ms)
    WHERE left_at_ms IS NOT NULL AND forgotten_at_ms IS NULL;

CREATE TABLE role_tier (
    guild_id  INTEGER NOT NULL,
    role_id   INTEGER NOT NULL,
    allowance INTEGER NOT NULL CHECK (allowance >= 0),
    PRIMARY KEY (guild_id, role_id)
) STRICT, WITHOUT ROWID;

-- What holds for one member: an allowance of their own, a freeze, or both.
CREATE TABLE member_policy (
    user_id         INTEGER NOT NULL,
    guild_id        INTEGER NOT NULL,
    allowance       INTEGER CHECK (allowance >= 0),
    frozen_at_ms    INTEGER,
    frozen_until_ms INTEGER,
    frozen_by       INTEGER,
    freeze_reason   TEXT,
    PRIMARY KEY (user_id, guild_id),
    CHECK ((frozen_at_ms IS NULL) = (frozen_by IS NULL)),
    CHECK (frozen_at_ms IS NOT NULL OR (frozen_until_ms IS NULL AND freeze_reason IS NULL)),
    CHECK (allowance IS NOT NULL OR frozen_at_ms IS NOT NULL)
) STRICT, WITHOUT ROWID;

-- Where a grant comes from. Its amounts are its account's.
CREATE TABLE token_grant (
    account_id INTEGER PRIMARY KEY REFERENCES account (id),
    source     TEXT    NOT NULL CHECK (source IN ('moderator', 'promise', 'refund', 'prize')),
    given_by   INTEGER,
    reason     TEXT
) STRICT;

CREATE INDEX token_grant_giver ON token_grant (given_by) WHERE given_by IS NOT NULL;

-- A grant for everybody with a role, claimed once by each member when they next spend.
CREATE TABLE role_promise (
    id                  INTEGER PRIMARY KEY,
    guild_id            INTEGER NOT NULL,
    role_id             INTEGER NOT NULL,
    amount              INTEGER NOT NULL CHECK (amount > 0),
    made_at_ms          INTEGER NOT NULL,
    ends_at_ms          INTEGER NOT NULL CHECK (ends_at_ms > made_at_ms),
    grant_expires_at_ms INTEGER CHECK (grant_expires_at_ms > made_at_ms),
    made_by             INTEGER NOT NULL,
    maker_may_claim     INTEGER NOT NULL CHECK (maker_may_claim IN (0, 1)),
    reason              TEXT,
    revoked_at_ms       INTEGER
) STRICT;

CREATE INDEX role_promise_standing ON role_promise (guild_id, ends_at_ms) WHERE revoked_at_ms IS NULL;
CREATE INDEX role_promise_maker ON role_promise (made_by);

CREATE TABLE role_promise_claim (
    promise_id INTEGER NOT NULL REFERENCES role_promise (id),
    user_id    INTEGER NOT NULL,
    account_id INTEGER NOT NULL REFERENCES account (id),
    at_ms      INTEGER NOT NULL,
    PRIMARY KEY (promise_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX role_promise_claim_user ON role_promise_claim (user_id);

-- What the operator lets servers spend in a calendar month (UTC). The guild is 0 but for scope 'server'.
CREATE TABLE operator_cap (
    scope    TEXT    NOT NULL CHECK (scope IN ('overall', 'every_server', 'server')),
    guild_id INTEGER NOT NULL,
    tokens   INTEGER NOT NULL CHECK (tokens >= 0),
    PRIMARY KEY (scope, guild_id),
    CHECK ((scope = 'server') = (guild_id <> 0))
) STRICT, WITHOUT ROWID;

-- Who changed what, append-only. `old` and `new` are JSON objects. Guild 0: what the operator did for all.
CREATE TABLE audit (
    id       INTEGER PRIMARY KEY,
    at_ms    INTEGER NOT NULL,
    guild_id INTEGER NOT NULL,
    actor_id INTEGER, -- NULL: the operator at the command line, or the bot itself
    kind     TEXT    NOT NULL,
    user_id  INTEGER,
    role_id  INTEGER,
    old      TEXT    NOT NULL,
    new      TEXT    NOT NULL,
    reason   TEXT
) STRICT;

-- One for each filter. The least selective comes last: of two that seem as good, SQLite takes the one before.
CREATE INDEX audit_user ON audit (user_id, guild_id, at_ms, id) WHERE user_id IS NOT NULL;
CREATE INDEX audit_actor ON audit (actor_id, guild_id, at_ms, id) WHERE actor_id IS NOT NULL;
CREATE INDEX audit_kind ON audit (guild_id, kind, at_ms, id);
CREATE INDEX audit_guild ON audit (guild_id, at_ms, id);

-- The one change there may be: people who had their data erased become a number that stands for nobody, and
-- what was said about them goes with it. What was said on a server goes when the server is forgotten.
CREATE TRIGGER audit_refuses_update BEFORE UPDATE ON audit
WHEN NOT (
    NEW.id = OLD.id AND NEW.at_ms = OLD.at_ms AND NEW.guild_id = OLD.guild_id AND NEW.kind = OLD.kind
    AND NEW.role_id IS OLD.role_id AND NEW.old = OLD.old AND NEW.new = OLD.new
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

CREATE TRIGGER audit_refuses_delete BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit is append-only');
END;

-- What is to be told, written with its cause and sent afterwards. `user_id`: whom it is about, and, unless it
-- is for the staff, for whom. `data` is a JSON object.
CREATE TABLE notice (
    id         INTEGER PRIMARY KEY,
    at_ms      INTEGER NOT NULL,
    kind       TEXT    NOT NULL,
    guild_id   INTEGER NOT NULL,
    user_id    INTEGER,
    for_staff  INTEGER NOT NULL CHECK (for_staff IN (0, 1)),
    data       TEXT    NOT NULL,
    sent_at_ms INTEGER
) STRICT;

CREATE INDEX notice_due ON notice (id) WHERE sent_at_ms IS NULL;
CREATE INDEX notice_at ON notice (at_ms);
CREATE INDEX notice_user ON notice (user_id) WHERE user_id IS NOT NULL;

-- Members who had their data erased, and of whom something has to stay until it is over.
CREATE TABLE erasure (
    user_id         INTEGER PRIMARY KEY,
    asked_at_ms     INTEGER NOT NULL,
    last_account_id INTEGER NOT NULL -- the newest account of anybody's at that time: later ones are new
) STRICT;
