"""Image APIs. Each adapter knows one API in detail, and the rest of Easel doesn't know it."""
