-- The ground: accounts, the ledger, generations, and what the bot remembers about itself.
--
-- Amounts are tokens. Times are milliseconds since the epoch. Ids of guilds, users, channels and messages are
-- Discord's snowflakes, which fit SQLite's signed 64 bits.

-- One row per limit and period. The period is part of the key: a new period is a new row, and nothing ever
-- has to be reset. `scope` says whose limit it is; where it has no guild or no user, that id is 0:
--   member           a member's allowance on a server, by the server's schedule
--   grant            tokens given once; the period is the time they may be spent in
--   server           the cap on what a server's members spend together, by the server's schedule
--   operator_server  what the operator lets a server spend, by the calendar month (UTC)
--   operator         what the operator lets all servers spend, by the calendar month (UTC)
-- The last three count also where there is no limit, so that one set later knows what was used.
CREATE TABLE account (
    id              INTEGER PRIMARY KEY,
    scope           TEXT    NOT NULL,
    guild_id        INTEGER NOT NULL,
    user_id         INTEGER NOT NULL,
    period_start_ms INTEGER NOT NULL,
    period_end_ms   INTEGER NOT NULL,
    only_one        INTEGER, -- 1; NULL for grants, of which there may be several: NULLs are never equal
    allowance       INTEGER NOT NULL, -- as it was in force when something was last booked, rollover included
    rollover        INTEGER NOT NULL DEFAULT 0, -- what came from the period before, fixed at the first hold
    spent           INTEGER NOT NULL DEFAULT 0,
    held            INTEGER NOT NULL DEFAULT 0,
    lost            INTEGER NOT NULL DEFAULT 0, -- charged and paid by no member; counts for the operator's
    counted_under   INTEGER NOT NULL DEFAULT 0, -- the version of the schedule that `spent` was counted under
    warned          INTEGER NOT NULL DEFAULT 0, -- the percentage that a notice was last written of
    UNIQUE (scope, guild_id, user_id, period_start_ms, period_end_ms, only_one),
    CHECK (scope IN ('member', 'grant', 'server', 'operator_server', 'operator')),
    CHECK ((scope = 'grant') = (only_one IS NULL)),
    CHECK (period_start_ms < period_end_ms),
    -- The second belt. The first is the condition in the hold's own UPDATE.
    CHECK (spent >= 0 AND held >= 0 AND spent + held <= allowance),
    CHECK (rollover >= 0 AND lost >= 0)
) STRICT;

-- The grants that a member still has something of.
CREATE INDEX account_grant ON account (guild_id, user_id, period_end_ms, id)
    WHERE scope = 'grant' AND spent < allowance;

-- All accounts of one user.
CREATE INDEX account_user ON account (user_id);

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
    refunded_at_ms      INTEGER,
    CHECK (state IN ('held', 'requested', 'generated', 'delivered', 'released', 'lost')),
    CHECK (state NOT IN ('requested', 'generated', 'delivered') OR requested_at_ms IS NOT NULL),
    CHECK (state NOT IN ('generated', 'delivered', 'lost') OR cost IS NOT NULL),
    CHECK ((state IN ('delivered', 'released', 'lost')) = (ended_at_ms IS NOT NULL)),
    CHECK (refunded_at_ms IS NULL OR state = 'delivered')
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

-- All there is of one user, oldest first. Without the guild, or it would be taken for the index of what is
-- open, which is short.
CREATE INDEX generation_user ON generation (user_id, id);

-- The picture that a message holds.
CREATE INDEX generation_message ON generation (message_id) WHERE message_id IS NOT NULL;

-- Every change of any balance, append-only: the amounts of an account are the sums of its rows.
--
-- A row is booked on `account_id`, the member's or a grant's, and at the same time on the three accounts that
-- limit the server as a whole. A hold that draws on several accounts has a row, a `part`, for each, in the
-- order in which they are spent; its resolution has the same parts. Over a generation's rows, `spent_change`
-- and `lost_change` add up to what the provider charged: what its member paid, and what the operator lost.
--
--   hold, settle, release  the life of a hold
--   loss                   charged, and paid by nobody
--   grant                  tokens given once: `granted_change` is the grant's allowance
--   deduct, reset          a moderator took back, or gave a period back
--   carry                  a changed schedule: what was spent in this period already, on other accounts
--   refund                 what a member had paid becomes the operator's loss; `account_id` is NULL where the
--                          account is over, and a grant comes in its place
CREATE TABLE ledger (
    id                         INTEGER PRIMARY KEY,
    at_ms                      INTEGER NOT NULL,
    kind                       TEXT    NOT NULL,
    account_id                 INTEGER REFERENCES account (id),
    server_account_id          INTEGER REFERENCES account (id),
    operator_server_account_id INTEGER REFERENCES account (id),
    operator_account_id        INTEGER REFERENCES account (id),
    guild_id                   INTEGER NOT NULL,
    user_id                    INTEGER NOT NULL, -- 0 where a row is no member's
    generation_id              INTEGER REFERENCES generation (id),
    part                       INTEGER NOT NULL DEFAULT 0,
    held_change                INTEGER NOT NULL DEFAULT 0,
    spent_change               INTEGER NOT NULL DEFAULT 0,
    lost_change                INTEGER NOT NULL DEFAULT 0,
    granted_change             INTEGER NOT NULL DEFAULT 0,
    actor_id                   INTEGER, -- the user who caused it; NULL: the bot itself
    reason                     TEXT, -- a word of ours, never of anybody's
    CHECK (kind IN ('hold', 'settle', 'release', 'loss', 'grant', 'deduct', 'reset', 'carry', 'refund')),
    CHECK (kind IN ('loss', 'refund') OR account_id IS NOT NULL),
    CHECK (kind NOT IN ('hold', 'settle', 'release', 'loss', 'refund') OR generation_id IS NOT NULL),
    CHECK (CASE kind WHEN 'hold' THEN held_change > 0 WHEN 'settle' THEN held_change < 0
        WHEN 'release' THEN held_change < 0 ELSE held_change = 0 END),
    CHECK (CASE kind WHEN 'settle' THEN spent_change >= 0 WHEN 'deduct' THEN spent_change > 0
        WHEN 'reset' THEN spent_change < 0 WHEN 'refund' THEN spent_change < 0
        WHEN 'carry' THEN spent_change <> 0 ELSE spent_change = 0 END),
    CHECK (CASE kind WHEN 'loss' THEN lost_change > 0 WHEN 'refund' THEN lost_change = -spent_change
        ELSE lost_change = 0 END),
    CHECK (CASE kind WHEN 'grant' THEN granted_change > 0 ELSE granted_change = 0 END)
) STRICT;

CREATE UNIQUE INDEX ledger_one_hold ON ledger (generation_id, account_id) WHERE kind = 'hold';
CREATE UNIQUE INDEX ledger_one_resolution ON ledger (generation_id, account_id)
    WHERE kind IN ('settle', 'release');
CREATE UNIQUE INDEX ledger_one_loss ON ledger (generation_id) WHERE kind = 'loss';
CREATE UNIQUE INDEX ledger_one_refund ON ledger (generation_id, COALESCE(account_id, 0))
    WHERE kind = 'refund';

-- What a server's members used in a time, for reports.
CREATE INDEX ledger_use ON ledger (guild_id, at_ms, user_id, kind, part, spent_change)
    WHERE kind IN ('settle', 'refund');

-- All there is of one member.
CREATE INDEX ledger_member ON ledger (user_id, guild_id, at_ms);

-- What somebody did to others.
CREATE INDEX ledger_actor ON ledger (actor_id) WHERE actor_id <> user_id;

-- The one change there may be: of a user who had their data erased to a number that stands for nobody.
CREATE TRIGGER ledger_refuses_update BEFORE UPDATE ON ledger
WHEN NOT (
    (NEW.user_id = OLD.user_id OR NEW.user_id < 0)
    AND (NEW.actor_id IS OLD.actor_id OR COALESCE(NEW.actor_id, 0) < 0)
    AND NEW.id = OLD.id AND NEW.at_ms = OLD.at_ms AND NEW.kind = OLD.kind
    AND NEW.account_id IS OLD.account_id AND NEW.server_account_id IS OLD.server_account_id
    AND NEW.operator_server_account_id IS OLD.operator_server_account_id
    AND NEW.operator_account_id IS OLD.operator_account_id
    AND NEW.guild_id = OLD.guild_id AND NEW.generation_id IS OLD.generation_id AND NEW.part = OLD.part
    AND NEW.held_change = OLD.held_change AND NEW.spent_change = OLD.spent_change
    AND NEW.lost_change = OLD.lost_change AND NEW.granted_change = OLD.granted_change
    AND NEW.reason IS OLD.reason
)
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
