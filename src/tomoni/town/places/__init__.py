"""The directory: organisations, places, listings, opening hours."""
