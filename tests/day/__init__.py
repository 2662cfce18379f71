"""A day's traffic with the programs killed at random; see docs/operations.md, "What a kill costs"."""
