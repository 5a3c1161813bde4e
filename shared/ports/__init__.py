"""What the machinery asks of the outside: Protocols with their guarantees, in MUST and MAY."""
