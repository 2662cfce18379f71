"""Pages for everybody, for member households, and for officers."""
