"""Taking in the calendars and event lists of others."""
