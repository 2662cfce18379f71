"""The pages of the board: everybody's, and those of staff."""
