"""What is where: the directory and its map."""
