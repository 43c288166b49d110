-- Prompt contests.
--
-- Amounts are tokens and times are milliseconds since the epoch. A user id below zero stands for someone who
-- has erased their data.

-- Grants can come from a contest's pool, too.
CREATE TABLE token_grant_of_more_sources (
    account_id INTEGER PRIMARY KEY REFERENCES account (id),
    source     TEXT    NOT NULL CHECK (source IN ('moderator', 'promise', 'refund', 'prize', 'contest')),
    given_by   INTEGER,
    reason     TEXT
) STRICT;

INSERT INTO token_grant_of_more_sources (account_id, source, given_by, reason)
SELECT account_id, source, given_by, reason FROM token_grant;

DROP TABLE token_grant;

ALTER TABLE token_grant_of_more_sources RENAME TO token_grant;

CREATE INDEX token_grant_giver ON token_grant (given_by) WHERE given_by IS NOT NULL;

-- Who can host contests on a server, besides members who can manage it.
CREATE TABLE contest_policy (
    guild_id      INTEGER PRIMARY KEY,
    hosts_role_id INTEGER NOT NULL
) STRICT;

CREATE TABLE contest (
    id                 INTEGER PRIMARY KEY,
    guild_id           INTEGER NOT NULL,
    creator_id         INTEGER NOT NULL,
    settings           TEXT    NOT NULL, -- everything a host sets, as a JSON object, but for the times
    opens_at_ms        INTEGER NOT NULL,
    entries_until_ms   INTEGER NOT NULL,
    votes_until_ms     INTEGER NOT NULL,
    phase              TEXT    NOT NULL,
    next_at_ms         INTEGER, -- when the phase ends; NULL once the contest is over
    created_at_ms      INTEGER NOT NULL,
    seed               TEXT    NOT NULL, -- 32 bytes in hex, secret until the close
    entries            INTEGER NOT NULL DEFAULT 0 CHECK (entries >= 0),
    pool_used          INTEGER NOT NULL DEFAULT 0 CHECK (pool_used >= 0),
    picks              INTEGER, -- how many entries a voter can pick; known once voting opens
    entries_hash       TEXT,
    ballots            INTEGER, -- known once it has closed
    quorum             INTEGER,
    closed_at_ms       INTEGER, -- when it closed or was cancelled
    cancel_reason      TEXT,
    -- The contest's message. It's out of date while `shown_revision` is below `revision`.
    revision           INTEGER NOT NULL DEFAULT 1,
    message_id         INTEGER,
    message_channel_id INTEGER NOT NULL,
    shown_revision     INTEGER NOT NULL DEFAULT 0,
    shown_phase        TEXT,
    shown_at_ms        INTEGER NOT NULL DEFAULT 0,
    show_again_at_ms   INTEGER NOT NULL DEFAULT 0, -- no process shows it before
    CHECK (phase IN ('announced', 'open', 'voting', 'closed', 'cancelled')),
    CHECK ((phase IN ('closed', 'cancelled')) = (next_at_ms IS NULL)),
    CHECK ((phase IN ('closed', 'cancelled')) = (closed_at_ms IS NOT NULL)),
    CHECK (phase NOT IN ('voting', 'closed') OR (picks IS NOT NULL AND entries_hash IS NOT NULL)),
    CHECK ((phase = 'closed') = (ballots IS NOT NULL AND quorum IS NOT NULL))
) STRICT;

CREATE INDEX contest_guild ON contest (guild_id, phase, id);
CREATE INDEX contest_next ON contest (next_at_ms) WHERE next_at_ms IS NOT NULL;
CREATE INDEX contest_stale ON contest (show_again_at_ms) WHERE shown_revision < revision;
CREATE INDEX contest_creator ON contest (creator_id);

-- Its creator and everyone who has acted on it.
CREATE TABLE contest_host (
    contest_id INTEGER NOT NULL REFERENCES contest (id),
    user_id    INTEGER NOT NULL,
    PRIMARY KEY (contest_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX contest_host_user ON contest_host (user_id);

CREATE TABLE contest_entry (
    id                 INTEGER PRIMARY KEY,
    contest_id         INTEGER NOT NULL REFERENCES contest (id),
    user_id            INTEGER NOT NULL,
    generation_id      INTEGER NOT NULL REFERENCES generation (id),
    sha256             TEXT    NOT NULL, -- of the copy that voters see
    entered_at_ms      INTEGER NOT NULL,
    number             INTEGER, -- drawn when voting opens
    shown              INTEGER NOT NULL DEFAULT 0, -- to how many voters
    disqualified_at_ms INTEGER,
    disqualified_nth   INTEGER, -- in which order, counted from 1 in each contest
    disqualify_reason  TEXT,
    after_close        INTEGER CHECK (after_close IN (0, 1)),
    moved_up           INTEGER CHECK (moved_up IN (0, 1)),
    -- The result, as of the close or of what was disqualified last.
    votes              INTEGER,
    place              INTEGER,
    prize              INTEGER NOT NULL DEFAULT 0 CHECK (prize >= 0),
    no_place           TEXT CHECK (no_place IN ('cooldown', 'erased')),
    unpaid             INTEGER NOT NULL DEFAULT 0 CHECK (unpaid IN (0, 1)), -- its maker is a host
    UNIQUE (contest_id, generation_id),
    UNIQUE (contest_id, number),
    CHECK ((disqualified_at_ms IS NULL) = (disqualified_nth IS NULL)),
    CHECK ((disqualified_at_ms IS NULL) = (after_close IS NULL)),
    CHECK ((disqualified_at_ms IS NULL) = (moved_up IS NULL))
) STRICT;

CREATE INDEX contest_entry_user ON contest_entry (user_id, contest_id);
CREATE INDEX contest_entry_generation ON contest_entry (generation_id);

-- One for each voter, from the moment they first open the gallery. `used` counts picks of entries that aren't
-- disqualified.
CREATE TABLE contest_ballot (
    contest_id INTEGER NOT NULL REFERENCES contest (id),
    user_id    INTEGER NOT NULL,
    receipt    TEXT    NOT NULL UNIQUE,
    furthest   INTEGER NOT NULL DEFAULT 0, -- how far they have looked, as a position in their order
    used       INTEGER NOT NULL DEFAULT 0 CHECK (used >= 0),
    counted    INTEGER NOT NULL DEFAULT 0 CHECK (counted IN (0, 1)), -- set at the close
    PRIMARY KEY (contest_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX contest_ballot_user ON contest_ballot (user_id);

-- The numbers of all entries in a voter's own order, three digits each. Apart from the ballot, so that a pick
-- costs the same for any number of entries.
CREATE TABLE contest_order (
    contest_id INTEGER NOT NULL REFERENCES contest (id),
    user_id    INTEGER NOT NULL,
    ordering   TEXT    NOT NULL,
    PRIMARY KEY (contest_id, user_id)
) STRICT;

CREATE INDEX contest_order_user ON contest_order (user_id);

CREATE TABLE contest_pick (
    contest_id INTEGER NOT NULL,
    user_id    INTEGER NOT NULL,
    number     INTEGER NOT NULL,
    PRIMARY KEY (contest_id, user_id, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX contest_pick_number ON contest_pick (contest_id, number, user_id);
CREATE INDEX contest_pick_user ON contest_pick (user_id);

-- Prizes that were paid, each a grant.
CREATE TABLE contest_prize (
    account_id INTEGER PRIMARY KEY REFERENCES account (id),
    contest_id INTEGER NOT NULL REFERENCES contest (id),
    number     INTEGER NOT NULL,
    amount     INTEGER NOT NULL CHECK (amount > 0)
) STRICT;

CREATE INDEX contest_prize_contest ON contest_prize (contest_id, number);

-- What members had from a contest's pool to make entries with, each a grant.
CREATE TABLE contest_pool_share (
    account_id INTEGER PRIMARY KEY REFERENCES account (id),
    contest_id INTEGER NOT NULL REFERENCES contest (id),
    user_id    INTEGER NOT NULL,
    amount     INTEGER NOT NULL CHECK (amount > 0)
) STRICT;

CREATE INDEX contest_pool_share_member ON contest_pool_share (contest_id, user_id);
CREATE INDEX contest_pool_share_user ON contest_pool_share (user_id);

-- What is to be done on Discord, written with its cause and done afterwards.
CREATE TABLE contest_task (
    id         INTEGER PRIMARY KEY,
    contest_id INTEGER NOT NULL REFERENCES contest (id),
    kind       TEXT    NOT NULL,
    key        INTEGER NOT NULL, -- the sheet, or the member
    due_at_ms  INTEGER NOT NULL,
    attempts   INTEGER NOT NULL DEFAULT 0,
    done_at_ms INTEGER,
    message_id INTEGER,
    UNIQUE (contest_id, kind, key)
) STRICT;

CREATE INDEX contest_task_due ON contest_task (due_at_ms, id) WHERE done_at_ms IS NULL;
CREATE INDEX contest_task_key ON contest_task (key, kind);

-- The copies of pictures that voters see, and of those that could be entered while entries are open.
CREATE TABLE contest_picture (
    generation_id INTEGER PRIMARY KEY REFERENCES generation (id),
    kept_at_ms    INTEGER NOT NULL,
    data          BLOB    NOT NULL
) STRICT;
