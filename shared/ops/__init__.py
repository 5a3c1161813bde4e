"""Running it: settings, logs, metrics, and the loop around a role."""
