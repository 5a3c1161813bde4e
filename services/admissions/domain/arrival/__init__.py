"""Expected arrivals: transfer slips by number, without a name, until they are settled (domain 7)."""
