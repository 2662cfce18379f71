"""Bookable time with a person: desks, visiting talks, guides, home visits."""
