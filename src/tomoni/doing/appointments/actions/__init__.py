"""What people and staff do with bookable time; one verb each."""
