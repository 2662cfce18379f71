"""What officers and members do. Every act is one transaction and one audit row."""
