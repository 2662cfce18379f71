"""The directory's pages for staff and for editors of their own entries."""
