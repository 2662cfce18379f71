"""A day's traffic with the programs killed at random; docs/benchmarks.md has what was counted."""
