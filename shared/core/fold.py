"""A Vietnamese text without its accents: to search in, and to compare how the same name was written twice. Pure."""

from unicodedata import combining, normalize


def fold(text: str) -> str:
    """Lower case, đ as d, without accents, single spaces: `Nguyễn  Đức` -> `nguyen duc`."""
    bare = (mark for mark in normalize("NFD", text.casefold()) if not combining(mark))
    return " ".join("".join(bare).replace("đ", "d").split())
