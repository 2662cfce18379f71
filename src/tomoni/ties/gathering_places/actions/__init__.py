"""What people and staff do on the board: each act is one transaction and one audit row."""
