"""What this room does; one verb each."""
