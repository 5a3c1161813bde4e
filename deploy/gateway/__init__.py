"""The gateway's configuration, from the table of roles."""
