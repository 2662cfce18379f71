"""The languages of visitors, and when a walk is in season; plain values only."""
