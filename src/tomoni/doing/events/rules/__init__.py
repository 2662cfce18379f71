"""Rules of events, over plain values."""
