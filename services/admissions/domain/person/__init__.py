"""One person: from the first nomination to the last day of membership. commands -> decide -> events -> state."""
