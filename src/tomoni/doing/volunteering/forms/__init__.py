"""What people answer on the pages of volunteering."""
