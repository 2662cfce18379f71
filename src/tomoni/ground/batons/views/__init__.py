"""Pages of the desk, and of those who answer without an account."""
