"""Pages for everybody, for members, and for the secretariat."""
