"""The innermost layer: names for numbers, errors, time, dates and hashes. Imports nothing of ours but itself."""
