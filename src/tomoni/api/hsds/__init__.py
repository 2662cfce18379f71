"""The directory as Human Services Data Specification 3.0 (Open Referral)."""
