"""The pure write side: what may be asked, what a person or a unit is by its events, what is decided. No I/O."""
