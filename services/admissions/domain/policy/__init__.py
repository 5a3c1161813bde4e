"""Policies: the values that rules compare with, by date and territory, published in the log."""
