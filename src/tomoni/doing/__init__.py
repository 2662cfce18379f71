"""What people do together."""
