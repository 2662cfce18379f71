"""Pages for those who meet people."""
