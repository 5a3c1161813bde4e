"""Sealing of particulars, and keys that travel: everything that needs the cryptography library."""
