"""Numbers in sentences."""

from __future__ import annotations


def counted(number: int, one: str, many: str = "") -> str:
    """``1 case``, ``2 cases``; `many` where the plural is no mere s."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"
