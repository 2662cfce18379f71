"""What the desk's screens need."""
