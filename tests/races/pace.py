"""How long hasty code dawdles in the race tests; a module alone, because `unguarded` changes settings when it is read."""

PAUSE = 0.4  # As long as a thought between looking and writing.
SLOW = 1.0  # Seconds that a slow page takes to make.
