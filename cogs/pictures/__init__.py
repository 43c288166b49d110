"""Everything that follows from a picture: reroll, remix, edit, details, history, gallery."""
