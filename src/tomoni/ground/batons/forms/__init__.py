"""What people fill in at the desk and behind a link."""
