"""What fits what, and why; plain values only."""
