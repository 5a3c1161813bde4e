"""Schema versions of the admissions database: the log first, the work tables after it."""
