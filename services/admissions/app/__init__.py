"""Use cases of the writer: they join the pure domain to the ports. What they need of tables stands in ports.py."""
