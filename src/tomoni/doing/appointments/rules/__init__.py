"""What may be booked, when, and with whom: pure rules over plain values."""
