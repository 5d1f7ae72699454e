"""What was changed, byte for byte, so that it can be explained and undone."""
