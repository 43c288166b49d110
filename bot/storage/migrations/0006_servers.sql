-- What moderators decide about pictures on their server, members who were paused, requests for more tokens, and
-- reports of pictures.
--
-- A user id below zero stands for someone who has erased their data.

-- One row per server that has set anything. Lists of ids are comma-separated, blocked words are one per line.
CREATE TABLE server_settings (
    guild_id           INTEGER PRIMARY KEY,
    channel_ids        TEXT    NOT NULL DEFAULT '', -- where pictures can be made; empty: everywhere
    role_ids           TEXT    NOT NULL DEFAULT '', -- by whom; empty: by everyone
    default_preset     TEXT,
    default_format     TEXT    NOT NULL,
    default_private    INTEGER NOT NULL CHECK (default_private IN (0, 1)),
    most_count         INTEGER NOT NULL CHECK (most_count BETWEEN 1 AND 4),
    most_in_progress   INTEGER CHECK (most_in_progress > 0), -- these three of each member; NULL: no limit
    most_per_day       INTEGER CHECK (most_per_day > 0),
    cooldown_seconds   INTEGER CHECK (cooldown_seconds > 0),
    styles             TEXT    NOT NULL DEFAULT '[]', -- a JSON list of [name, words before, words after]
    spoilers           TEXT    NOT NULL,
    blocked_words      TEXT    NOT NULL DEFAULT '',
    tolerance          INTEGER NOT NULL CHECK (tolerance BETWEEN 1 AND 6),
    safety_checker     INTEGER NOT NULL CHECK (safety_checker IN (0, 1)),
    refusals_to_staff  INTEGER NOT NULL CHECK (refusals_to_staff IN (0, 1)),
    strikes            INTEGER NOT NULL CHECK (strikes >= 0), -- refused prompts until a pause; 0: never
    pause_minutes      INTEGER NOT NULL CHECK (pause_minutes > 0),
    gallery_channel_id INTEGER,
    language           TEXT, -- as Discord names it; NULL: the server's language in Discord
    revision           INTEGER NOT NULL, -- goes up with each change
    CHECK (spoilers IN ('optional', 'outside_age_restricted', 'always'))
) STRICT;

-- The styles and blocked words before and after a change, so that it can be undone. The audit log keeps what it
-- has for good, and these words have to go when the server is forgotten.
CREATE TABLE server_words (
    audit_id INTEGER NOT NULL,
    field    TEXT    NOT NULL CHECK (field IN ('styles', 'blocked_words')),
    guild_id INTEGER NOT NULL,
    old      TEXT    NOT NULL,
    new      TEXT    NOT NULL,
    PRIMARY KEY (audit_id, field)
) STRICT, WITHOUT ROWID;

CREATE INDEX server_words_guild ON server_words (guild_id);

-- Prompts that were refused a short while ago. The same prompt counts once, so only its digest is needed.
CREATE TABLE refused_prompt (
    user_id  INTEGER NOT NULL,
    guild_id INTEGER NOT NULL,
    digest   TEXT    NOT NULL,
    at_ms    INTEGER NOT NULL,
    PRIMARY KEY (user_id, guild_id, digest)
) STRICT, WITHOUT ROWID;

CREATE INDEX refused_prompt_at ON refused_prompt (at_ms);

-- Members who have to wait, because several of their prompts were refused.
CREATE TABLE member_pause (
    user_id  INTEGER NOT NULL,
    guild_id INTEGER NOT NULL,
    until_ms INTEGER NOT NULL,
    refused  INTEGER NOT NULL CHECK (refused > 0),
    audit_id INTEGER NOT NULL,
    PRIMARY KEY (user_id, guild_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX member_pause_until ON member_pause (until_ms);

-- Requests for more tokens. The id is the interaction's.
CREATE TABLE token_request (
    id            INTEGER PRIMARY KEY,
    guild_id      INTEGER NOT NULL,
    user_id       INTEGER NOT NULL,
    at_ms         INTEGER NOT NULL,
    reason        TEXT    NOT NULL,
    locale        TEXT    NOT NULL, -- the member's
    state         TEXT    NOT NULL CHECK (state IN ('open', 'approved', 'declined')),
    decided_by    INTEGER,
    decided_at_ms INTEGER,
    CHECK ((state = 'open') = (decided_at_ms IS NULL)),
    CHECK ((decided_by IS NULL) = (decided_at_ms IS NULL))
) STRICT;

CREATE INDEX token_request_member ON token_request (user_id, guild_id, at_ms);
CREATE INDEX token_request_decider ON token_request (decided_by) WHERE decided_by IS NOT NULL;
CREATE INDEX token_request_guild ON token_request (guild_id);
CREATE INDEX token_request_at ON token_request (at_ms);

-- Pictures that members reported. The id is the interaction's.
CREATE TABLE picture_report (
    id            INTEGER PRIMARY KEY,
    guild_id      INTEGER NOT NULL,
    user_id       INTEGER NOT NULL,
    at_ms         INTEGER NOT NULL,
    channel_id    INTEGER NOT NULL,
    message_id    INTEGER NOT NULL,
    generation_id INTEGER NOT NULL,
    reason        TEXT, -- the member's own words
    state         TEXT    NOT NULL CHECK (state IN ('open', 'removed', 'dismissed')),
    decided_by    INTEGER,
    decided_at_ms INTEGER,
    CHECK ((state = 'open') = (decided_at_ms IS NULL)),
    CHECK ((decided_by IS NULL) = (decided_at_ms IS NULL))
) STRICT;

-- A picture that moderators have looked at isn't reported to them again.
CREATE UNIQUE INDEX picture_report_message ON picture_report (message_id);
CREATE INDEX picture_report_user ON picture_report (user_id);
CREATE INDEX picture_report_decider ON picture_report (decided_by) WHERE decided_by IS NOT NULL;
CREATE INDEX picture_report_guild ON picture_report (guild_id);
CREATE INDEX picture_report_at ON picture_report (at_ms);

-- A server's style, as it was when the picture was asked for, and what the image API was told about safety.
ALTER TABLE generation ADD COLUMN style_name       TEXT;
ALTER TABLE generation ADD COLUMN style_before     TEXT;
ALTER TABLE generation ADD COLUMN style_after      TEXT;
ALTER TABLE generation ADD COLUMN safety_tolerance INTEGER NOT NULL DEFAULT 2 CHECK (safety_tolerance BETWEEN 1 AND 6);
ALTER TABLE generation ADD COLUMN safety_checker   INTEGER NOT NULL DEFAULT 1 CHECK (safety_checker IN (0, 1));

-- A member's pictures of the last minutes and hours, without those that failed. Partial, so that no other question
-- takes it for its own index.
CREATE INDEX generation_held ON generation (user_id, guild_id, held_at_ms)
    WHERE state NOT IN ('released', 'lost');
