"""What pages, papers and feeds show of the stands; nothing is written here."""
