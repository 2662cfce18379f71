"""What officers, members and passers-by fill in."""
