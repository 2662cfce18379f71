"""What every room needs and no town has a word for."""
