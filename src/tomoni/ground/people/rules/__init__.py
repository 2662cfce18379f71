"""What people's rooms decide, readable without Django's database."""
