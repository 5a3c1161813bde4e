"""Staged acts (imports, restructurings): opened, closed, taken back whole."""
