"""The sample town, built only through the rooms' own actions."""
