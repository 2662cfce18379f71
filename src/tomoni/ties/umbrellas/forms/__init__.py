"""Forms of the stands: a press, the shop's page, the staff's pages."""
