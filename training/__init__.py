"""How the bundled reader and its decision were made; not needed to use the project."""
