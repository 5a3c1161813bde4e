"""Yearly quality ratings of members and of organisations: grades, periods, the cap of the best grade, breaches."""
