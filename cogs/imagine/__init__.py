"""`/imagine`: ordering a picture, showing its progress, and delivering it."""
