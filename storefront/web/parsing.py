"""Parsing whole numbers from untrusted input."""


def parse_int(sent: str, otherwise: int, digits: int = 16) -> int:
    """Return the number, or `otherwise` if it is none, or has more digits than any of ours: Python refuses to parse
    thousands of them."""
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) <= digits else otherwise
