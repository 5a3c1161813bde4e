"""Targets: what a unit is to reach in an indicator in a period; a later one for the same replaces it."""
