"""Pages for residents and for staff."""
