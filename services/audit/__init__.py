"""Audit: who approved each step, and proof that the log is what it was.

Owns the approvals trail, the Merkle tree rebuilt from the topics alone, and the comparison of the two totals.
Publishes nothing. Listens to every topic.
"""
