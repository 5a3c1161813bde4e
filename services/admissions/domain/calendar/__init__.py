"""Calendars of working days: a year's days off and days worked, each by its notice, published in the log."""
