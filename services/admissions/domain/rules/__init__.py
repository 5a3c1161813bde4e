"""Business rules as small named functions, each with its source; decisions ask them one by one."""
