"""Text as people type it, as it is kept."""


def one_line(text: str) -> str:
    """One line without signs that are not seen, and without spaces at its ends; it may be empty."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
