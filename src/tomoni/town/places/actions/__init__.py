"""The only writers of the directory. One verb each; see the modules by subject."""
