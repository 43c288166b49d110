"""A Discord and an image API on one machine, and the page to try Easel on."""
