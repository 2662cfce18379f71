"""Why something may not be done in a circle now, and what each kind of meeting asks for."""
