"""What the pages of neighbourhood associations show."""
