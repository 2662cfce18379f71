"""The answers people type, read the way they type them."""
