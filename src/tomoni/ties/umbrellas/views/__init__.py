"""Pages at the stand, for everybody, for shops and for staff."""
