"""Versions of the members' database."""
