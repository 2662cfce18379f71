"""What the pages of volunteering show."""
