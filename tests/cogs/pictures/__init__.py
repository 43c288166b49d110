"""Everything that follows from a picture, over real sockets. Only the image API is a fake."""
