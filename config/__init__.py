"""Settings, addresses and roles: what an installation is made of."""
