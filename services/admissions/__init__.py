"""The writer: decides commands against persons, units, targets and batches, and owns the one log.

Owns: the log, dossiers, units, targets, policies, staged acts. Publishes: every topic. Listens to: its own log only.
"""
