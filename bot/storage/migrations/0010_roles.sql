-- Oldest schema that can use it: 9

-- What several processes share. One process alone leaves all of it as it is.

-- The server's own language when the picture was ordered, as Discord writes it. A worker knows no servers.
ALTER TABLE generation ADD COLUMN guild_locale TEXT;

-- When it joined the shared queue. Its interaction was answered before.
ALTER TABLE generation ADD COLUMN queued_at_ms INTEGER;
-- Whose turn it is: the server with the smallest number, and there the member. 0 goes before all others.
ALTER TABLE generation ADD COLUMN server_turn INTEGER NOT NULL DEFAULT 0;
ALTER TABLE generation ADD COLUMN member_turn INTEGER NOT NULL DEFAULT 0;
-- Failed attempts that weren't charged, and when the next one can be made.
ALTER TABLE generation ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;
ALTER TABLE generation ADD COLUMN not_before_ms INTEGER NOT NULL DEFAULT 0;
-- The process that works on it, and until when that's certain.
ALTER TABLE generation ADD COLUMN claimed_by TEXT;
ALTER TABLE generation ADD COLUMN lease_until_ms INTEGER;
-- Whether it counts among the requests that run at its provider.
ALTER TABLE generation ADD COLUMN slot INTEGER NOT NULL DEFAULT 0 CHECK (slot IN (0, 1));

CREATE INDEX generation_queued ON generation (provider, server_turn, member_turn, id)
    WHERE state = 'held' AND queued_at_ms IS NOT NULL;

CREATE INDEX generation_claimed ON generation (claimed_by) WHERE claimed_by IS NOT NULL;

CREATE INDEX generation_slot ON generation (provider) WHERE slot = 1;

-- An image API: the number of the last turn that was given, and its circuit breaker. Whoever changes the row
-- first locks it, so that one process at a time decides who is next.
CREATE TABLE lane (
    provider        TEXT PRIMARY KEY,
    turn            INTEGER NOT NULL DEFAULT 0,
    paused_until_ms INTEGER NOT NULL DEFAULT 0,
    pauses          INTEGER NOT NULL DEFAULT 0,
    outage_reason   TEXT,
    outage_detail   TEXT,
    outage_since_ms INTEGER,
    next_probe_ms   INTEGER,
    probe_wait_ms   INTEGER NOT NULL DEFAULT 0,
    probing         INTEGER NOT NULL DEFAULT 0 CHECK (probing IN (0, 1)),
    probe_sent      INTEGER NOT NULL DEFAULT 0 CHECK (probe_sent IN (0, 1)),
    round           INTEGER NOT NULL DEFAULT 0,
    CHECK ((outage_reason IS NULL) = (outage_since_ms IS NULL))
) STRICT;

-- Which process does what only one does at a time, and until when that's certain.
CREATE TABLE lease (
    name     TEXT PRIMARY KEY,
    holder   TEXT NOT NULL,
    until_ms INTEGER NOT NULL
) STRICT;
