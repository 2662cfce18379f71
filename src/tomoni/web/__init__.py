"""The page shell: components, language switch, display settings, offline shell."""
