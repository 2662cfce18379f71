"""Points for helping: a ledger kept like a bank's, rules with dates, and what is paid out."""
