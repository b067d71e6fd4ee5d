"""Whole numbers that strangers send."""


def parse_int(sent: str, otherwise: int, digits: int = 16) -> int:
    """Return the number.

    `otherwise` where it is none, or has more digits than any of ours: Python refuses to read thousands of them.
    """
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) <= digits else otherwise
