"""Tomoni: a city carries out its community welfare plan together with its residents."""
