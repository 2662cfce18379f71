"""All open data as a folder of files: for a web server, another city, or the archive."""
