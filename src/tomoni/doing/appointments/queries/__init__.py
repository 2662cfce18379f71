"""What the pages of this room need to read."""
