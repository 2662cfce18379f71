"""The only writers of accounts, roles, organisations and memberships."""
