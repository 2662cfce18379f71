"""The base map and its tiles."""
