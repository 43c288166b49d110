-- Copies of private pictures, so that their members can show or edit them later. Nobody can fetch a private
-- message's file again once Discord's token for it has ended. Deleted after seven days.
CREATE TABLE private_picture (
    generation_id INTEGER PRIMARY KEY REFERENCES generation (id),
    saved_at_ms   INTEGER NOT NULL,
    width         INTEGER NOT NULL,
    height        INTEGER NOT NULL,
    format        TEXT    NOT NULL,
    data          BLOB    NOT NULL
) STRICT;

CREATE INDEX private_picture_saved ON private_picture (saved_at_ms);

-- Which picture a post in the gallery shows.
CREATE INDEX gallery_post_message ON gallery_post (message_id) WHERE message_id IS NOT NULL;
