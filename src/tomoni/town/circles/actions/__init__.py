"""What people do in a circle. Every act is one transaction and one audit row."""
