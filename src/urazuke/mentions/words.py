"""What finders that look for plain strings ask about words: small letters in place, and where words end."""

import re

_WORD = re.compile(r"[A-Za-z0-9]")
_KATAKANA = re.compile(r"[ァ-ヺー]{2}")


def lower_in_place(text: str) -> str:
    """`text` in small letters, every place in it where it was."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(map(_lower_one, text))


def _lower_one(char: str) -> str:
    lowered = char.lower()
    return lowered if len(lowered) == 1 else char


def is_inside_word(text: str, place: int) -> bool:
    """Whether a word goes on over `place`: Latin letters and digits on both sides of it, or katakana."""
    if not 0 < place < len(text):
        return False
    if _WORD.match(text[place - 1]) and _WORD.match(text[place]):
        return True
    return _KATAKANA.match(text[place - 1 : place + 1]) is not None
