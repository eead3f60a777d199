"""The text as the finders see it: one character one byte, what is taken is blank.

A code point is a byte here, so a position in any of the views is a position in the text. Characters outside
ASCII, kana and kanji among them, are one and the same byte that belongs to no address; so an address ends at
them without any word boundary. A finder that takes a range blanks it, and no other finder sees it: findings
never overlap, whatever the order, and every character is looked at a fixed number of times.
"""

from typing import NamedTuple

from urazuke.mentions.observables.cues import Cues, find_cues
from urazuke.mentions.observables.refang import Refanged

OTHER = 0x80  # stands for every character outside ASCII
_QUESTION = "\x1a"  # takes the place of "?" while the encoder uses "?" for what it cannot encode


def _table(kept: str, *, other: int = 0x20) -> bytes:
    return bytes(code if chr(code) in kept else other for code in range(256))


_ALNUM = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_RAW = bytes(
    ord("?") if code == ord(_QUESTION) else OTHER if code >= 0x80 or code == ord("?") else code
    for code in range(256)
)
_HOST = _table(_ALNUM + ".-_")
_HEX = bytes(
    0x68 if chr(code) in "0123456789abcdefABCDEF" else 0x0A if code == 0x0A else 0x20 for code in range(256)
)
_LONG = bytes(0x61 if chr(code) in _ALNUM else 0x20 for code in range(256))


class Found(NamedTuple):
    """A finding in the refanged text. A `kind` of '' asks for the range to be taken and not reported."""

    start: int
    end: int
    kind: str
    name: str
    normal: str


class Scan:
    """The views of one refanged text.

    `raw` ASCII as it stands; `lower` the same in lower case, never blanked; `hosts` letters, digits, full
    stop, hyphen and underscore with all else blank.
    """

    __slots__ = ("cues", "hosts", "lower", "raw", "refanged", "text")

    def __init__(self, refanged: Refanged) -> None:
        self.refanged = refanged
        self.text = refanged.text
        coded = self.text.replace("?", _QUESTION).encode("latin-1", "replace").translate(_RAW)
        self.lower = coded.lower()
        self.cues: Cues = find_cues(self.text, self.lower, wide=refanged.wide)
        self.raw = bytearray(coded)
        self.hosts = bytearray(coded.translate(_HOST))

    def take(self, start: int, end: int) -> None:
        """Blank a range for every finder that comes after."""
        blank = b" " * (end - start)
        self.raw[start:end] = blank
        self.hosts[start:end] = blank

    def take_free(self, start: int, end: int) -> bool:
        """Take a range if no finder has had any of it; whether it was free."""
        free = self.raw[start:end].lower() == self.lower[start:end]
        if free:
            self.take(start, end)
        return free

    def is_defanged(self, start: int, end: int) -> bool:
        """Whether the writer took the sting out of the range."""
        return self.refanged.is_defanged(start, end)

    def to_hex_runs(self) -> bytearray:
        """A view in which hexadecimal digits are ``h``, line ends stay, and all else is blank."""
        return self.raw.translate(_HEX)

    def to_long_runs(self) -> bytearray:
        """A view in which letters and digits are ``a`` and all else is blank."""
        return self.raw.translate(_LONG)
