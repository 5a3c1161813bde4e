"""Reads an import folder (contracts 6) into typed rows, in memory only, and lists every fault with its place."""
