"""The command line `socai`: one file a command, every one a client of the HTTP interface (ADR: one road in)."""
