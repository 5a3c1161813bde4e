"""Officers and the offices that they hold: registered, given, delegated, ended; and where too few people hold them."""
