"""What the directory decides, readable without Django's database."""
