"""The four services, the command line over them, and the scenarios that feed them. Services never import each other."""
