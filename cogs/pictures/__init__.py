"""What follows from a picture: rerolling, remixing, editing, details, history, gallery."""
