"""Thousands of lives of batons: one act after the other, and several hands at once."""
