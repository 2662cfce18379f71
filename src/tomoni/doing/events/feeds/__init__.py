"""Calendars and lists for other programs, made from the same question as the pages."""
