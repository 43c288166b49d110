"""`/imagine`: taking the order, showing how far it is, and handing the picture over."""
