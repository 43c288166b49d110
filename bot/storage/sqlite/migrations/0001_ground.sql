-- The ground: accounts, the ledger, generations, and what the bot remembers about itself.
--
-- Amounts are tokens. Times are milliseconds since the epoch. Ids of guilds, users, channels and messages are
-- Discord's snowflakes, which fit SQLite's signed 64 bits.

-- One row per limit and period. The period is part of the key: a new period is a new row, and nothing ever
-- has to be reset. `scope` says whose limit it is; 'member' is the only one so far. Where a scope has no guild
-- or no user, that id is 0.
CREATE TABLE account (
    id              INTEGER PRIMARY KEY,
    scope           TEXT    NOT NULL,
    guild_id        INTEGER NOT NULL,
    user_id         INTEGER NOT NULL,
    period_start_ms INTEGER NOT NULL,
    period_end_ms   INTEGER NOT NULL,
    allowance       INTEGER NOT NULL, -- as it was in force at the last hold
    spent           INTEGER NOT NULL DEFAULT 0,
    held            INTEGER NOT NULL DEFAULT 0,
    UNIQUE (scope, guild_id, user_id, period_start_ms, period_end_ms),
    CHECK (period_start_ms < period_end_ms),
    -- The second belt. The first is the condition in the hold's own UPDATE.
    CHECK (spent >= 0 AND held >= 0 AND spent + held <= allowance)
) STRICT;

-- One row per interaction of /imagine, from hold to delivery. The id is the interaction's.
CREATE TABLE generation (
    id                  INTEGER PRIMARY KEY,
    guild_id            INTEGER NOT NULL,
    user_id             INTEGER NOT NULL,
    user_name           TEXT    NOT NULL,
    -- the request
    prompt              TEXT    NOT NULL,
    width               INTEGER NOT NULL,
    height              INTEGER NOT NULL,
    seed                INTEGER NOT NULL,
    format              TEXT    NOT NULL,
    preset              TEXT,
    -- the reply
    application_id      INTEGER NOT NULL,
    channel_id          INTEGER NOT NULL,
    reply_token         TEXT, -- a secret: NULL as soon as nobody needs it any more
    reply_expires_at_ms INTEGER NOT NULL,
    upload_limit        INTEGER NOT NULL,
    private             INTEGER NOT NULL CHECK (private IN (0, 1)),
    spoiler             INTEGER NOT NULL CHECK (spoiler IN (0, 1)),
    -- the life
    price               INTEGER NOT NULL CHECK (price > 0),
    state               TEXT    NOT NULL,
    held_at_ms          INTEGER NOT NULL,
    requested_at_ms     INTEGER, -- the last time it was sent
    generated_at_ms     INTEGER,
    ended_at_ms         INTEGER, -- delivered, released or lost
    told_at_ms          INTEGER, -- the member knows how it ended
    attempts            INTEGER NOT NULL DEFAULT 0,
    cost                INTEGER CHECK (cost >= 0),
    inference_id        TEXT,
    message_id          INTEGER,
    reason              TEXT,
    CHECK (state IN ('held', 'requested', 'generated', 'delivered', 'released', 'lost')),
    CHECK (state NOT IN ('requested', 'generated', 'delivered') OR requested_at_ms IS NOT NULL),
    CHECK (state NOT IN ('generated', 'delivered', 'lost') OR cost IS NOT NULL),
    CHECK ((state IN ('delivered', 'released', 'lost')) = (ended_at_ms IS NOT NULL))
) STRICT;

-- What runs or waits, of one member (the limit in flight) and of all (the next start).
CREATE INDEX generation_open ON generation (guild_id, user_id)
    WHERE state IN ('held', 'requested', 'generated');

-- What ended without the member knowing.
CREATE INDEX generation_untold ON generation (guild_id, user_id)
    WHERE told_at_ms IS NULL AND state IN ('released', 'lost');

-- What was sent and when: the estimate for waiting members, and the comparison with the provider's log.
CREATE INDEX generation_requested ON generation (requested_at_ms, generated_at_ms, width, height)
    WHERE requested_at_ms IS NOT NULL;

-- Interaction tokens that are still kept.
CREATE INDEX generation_reply_token ON generation (reply_expires_at_ms) WHERE reply_token IS NOT NULL;

-- Every change of any balance, append-only. An account's `held` and `spent` are the sums of its rows.
-- The operator's losses have no account: the house's balance is derived, a row for it would be the one that
-- every transaction waits for.
CREATE TABLE ledger (
    id            INTEGER PRIMARY KEY,
    at_ms         INTEGER NOT NULL,
    kind          TEXT    NOT NULL,
    account_id    INTEGER REFERENCES account (id),
    guild_id      INTEGER NOT NULL,
    user_id       INTEGER NOT NULL,
    generation_id INTEGER REFERENCES generation (id),
    held_change   INTEGER NOT NULL,
    spent_change  INTEGER NOT NULL,
    actor_id      INTEGER, -- the user who caused it; NULL: the bot itself
    reason        TEXT,
    CHECK (kind <> 'hold' OR (held_change > 0 AND spent_change = 0)),
    CHECK (kind <> 'settle' OR (held_change < 0 AND spent_change >= 0)),
    CHECK (kind <> 'release' OR (held_change < 0 AND spent_change = 0)),
    CHECK (kind <> 'loss' OR (held_change = 0 AND spent_change > 0)),
    CHECK (kind = 'loss' OR account_id IS NOT NULL),
    CHECK (kind NOT IN ('hold', 'settle', 'release', 'loss') OR generation_id IS NOT NULL)
) STRICT;

CREATE UNIQUE INDEX ledger_one_hold ON ledger (generation_id, account_id) WHERE kind = 'hold';
CREATE UNIQUE INDEX ledger_one_resolution ON ledger (generation_id, account_id)
    WHERE kind IN ('settle', 'release');
CREATE UNIQUE INDEX ledger_one_loss ON ledger (generation_id) WHERE kind = 'loss';

CREATE TRIGGER ledger_refuses_update BEFORE UPDATE ON ledger
BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only');
END;

CREATE TRIGGER ledger_refuses_delete BEFORE DELETE ON ledger
BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only');
END;

-- What the bot remembers about itself, such as the hash of the commands last synced.
CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
