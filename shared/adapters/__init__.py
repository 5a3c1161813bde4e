"""What touches the outside: one package for each kind of part, chosen by composition roots only."""
