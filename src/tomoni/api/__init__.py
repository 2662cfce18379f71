"""Open data and standards, read-only."""
