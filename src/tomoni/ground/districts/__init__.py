"""Towns, stations and districts, and where an address lies."""
