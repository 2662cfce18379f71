"""What may be done, as functions over plain values."""
