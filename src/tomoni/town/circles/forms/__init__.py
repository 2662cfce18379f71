"""What the secretariat and the members fill in."""
