"""HTTP of the indicators service: questions only, and the rebuild."""
