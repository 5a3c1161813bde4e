"""Synthetic people and lives that reach a place's published totals, as an import folder (contracts 6).

Pure generation: a scenario's parameters and a seed in, the same bytes out. It knows no service and no store, and never
the published figures: those are read by the comparison alone.
"""
