"""The plan: measures and what each of five actors can do."""
