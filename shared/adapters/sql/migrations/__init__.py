"""The migration environment that every database shares; each owner keeps its own `versions/` folder."""
