"""The visitors' pages in four languages, and those of guides and staff."""
