"""Image APIs. Edges: each knows one API to the letter, and nothing else of Easel knows it."""
