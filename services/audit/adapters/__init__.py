"""The tables and statements of audit, and its HTTP client to the two totals."""
