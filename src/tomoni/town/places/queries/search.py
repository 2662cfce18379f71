"""Entries by words: the directory's part of the full-text index."""

from tomoni.core.search import Section

SECTION = Section(1)
