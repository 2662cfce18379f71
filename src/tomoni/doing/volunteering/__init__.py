"""Needs and volunteers: shifts, hours, matching, certificates."""
