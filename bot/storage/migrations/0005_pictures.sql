-- What leads from one picture to the next: which one it was made from, pictures that were ordered together, the
-- pictures that an edit starts from, drafts of requests that were refused, and the gallery.

ALTER TABLE generation ADD COLUMN kind TEXT NOT NULL DEFAULT 'imagine'
    CHECK (kind IN ('imagine', 'edit', 'reroll', 'remix', 'retry'));
ALTER TABLE generation ADD COLUMN parent_id   INTEGER; -- the picture it was made from
ALTER TABLE generation ADD COLUMN batch_id    INTEGER; -- the interaction, if several pictures were ordered in it
ALTER TABLE generation ADD COLUMN input_count INTEGER NOT NULL DEFAULT 0 CHECK (input_count BETWEEN 0 AND 3);
ALTER TABLE generation ADD COLUMN removed_at_ms INTEGER; -- its message was deleted with the bot
ALTER TABLE generation ADD COLUMN hidden_at_ms  INTEGER; -- its member deleted it from their history

CREATE INDEX generation_batch ON generation (batch_id) WHERE batch_id IS NOT NULL;

-- The pictures that an edit starts from, as they are sent. Deleted after seven days.
CREATE TABLE generation_input (
    generation_id INTEGER NOT NULL REFERENCES generation (id),
    position      INTEGER NOT NULL CHECK (position BETWEEN 0 AND 2),
    saved_at_ms   INTEGER NOT NULL,
    data          BLOB    NOT NULL,
    PRIMARY KEY (generation_id, position)
) STRICT;

CREATE INDEX generation_input_saved ON generation_input (saved_at_ms);

-- What a member asked for and was refused, so that a button can ask again. Deleted after a day.
-- The id is the interaction's. `request` is a JSON object.
CREATE TABLE draft (
    id       INTEGER PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    user_id  INTEGER NOT NULL,
    at_ms    INTEGER NOT NULL,
    request  TEXT    NOT NULL
) STRICT;

CREATE INDEX draft_at ON draft (at_ms);
CREATE INDEX draft_user ON draft (user_id);
CREATE INDEX draft_guild ON draft (guild_id);

-- Pictures in servers' galleries. The message is NULL until it was posted.
CREATE TABLE gallery_post (
    generation_id INTEGER PRIMARY KEY REFERENCES generation (id),
    guild_id      INTEGER NOT NULL,
    promoted_by   INTEGER NOT NULL,
    at_ms         INTEGER NOT NULL,
    channel_id    INTEGER NOT NULL,
    message_id    INTEGER
) STRICT;

CREATE INDEX gallery_post_promoter ON gallery_post (promoted_by);
CREATE INDEX gallery_post_guild ON gallery_post (guild_id);
