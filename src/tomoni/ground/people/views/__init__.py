"""Pages: mine, and those of the staff."""
