"""HTTP of the writer: bodies to commands, outcomes to answers. Routes hold no rule and no `try`."""
