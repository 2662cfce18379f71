"""Counting, voting, terms: what a neighbourhood association's own rules say, as plain functions."""
