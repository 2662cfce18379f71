"""Open data out: the directory in the layouts of the municipal standard."""
