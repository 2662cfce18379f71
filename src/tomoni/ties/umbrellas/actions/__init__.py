"""What visitors, shops and staff do: each act is one transaction and one audit row."""
