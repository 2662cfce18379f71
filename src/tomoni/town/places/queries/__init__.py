"""What the screens of the directory need."""
