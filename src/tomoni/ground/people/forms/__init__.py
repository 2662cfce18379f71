"""Forms of accounts: signing in, second factors, and the staff pages."""
