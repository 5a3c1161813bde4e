"""Use cases: events to trail and tree, the questions, the monitor."""
