"""What guides, staff and visitors do: each act is one transaction and one audit row."""
