"""A Discord and an image API on this machine, with a page to try Easel on."""
