"""What the pages of points read."""
