"""Pure: how movements make a life on two clocks, and how a name is folded and ordered."""
