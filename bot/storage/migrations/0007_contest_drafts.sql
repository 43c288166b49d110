-- Contests that are being prepared: what the preview of `/contest create` shows, until its host creates the
-- contest or discards it.
CREATE TABLE contest_draft (
    id       INTEGER PRIMARY KEY, -- the id of the interaction that it came from
    guild_id INTEGER NOT NULL,
    user_id  INTEGER NOT NULL,
    settings TEXT    NOT NULL, -- everything a host sets, as a JSON object
    at_ms    INTEGER NOT NULL
) STRICT;

CREATE INDEX contest_draft_user ON contest_draft (user_id);
CREATE INDEX contest_draft_guild ON contest_draft (guild_id);
CREATE INDEX contest_draft_at ON contest_draft (at_ms);
