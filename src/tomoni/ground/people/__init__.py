"""Accounts, organisations and the roles people hold."""
