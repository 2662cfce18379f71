"""When a press counts, what is short tomorrow, how umbrellas are carried; plain values only."""
