"""The ports in memory, for unit tests: same guarantees, same suites."""
