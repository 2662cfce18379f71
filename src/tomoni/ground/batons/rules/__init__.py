"""What may be done with a baton, and when silence climbs."""
