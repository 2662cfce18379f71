"""Events and series, who comes, and what calendars take from and give to the world."""
