"""Rules of points: pure functions over plain values, without a database."""
