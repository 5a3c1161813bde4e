"""HTTP of the members service: questions only, and the rebuild."""
