"""What every service shares: the contracts, the ports and the machinery of log, bus and readers. Knows no service."""
