"""What follows from a picture, over real sockets: only the image API is a fake."""
