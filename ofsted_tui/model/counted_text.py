"""Counts in words: a number with its noun, in the singular or the plural."""


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun, as "1 annotation" or "2,345 annotations".

    `many` is the plural; left out, it is the singular with an s.
    """
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"
