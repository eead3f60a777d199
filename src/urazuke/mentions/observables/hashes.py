"""Find hashes of files and of other things, whole or broken over lines."""

import re

from urazuke.mentions.observables.scan import Found, Scan
from urazuke.mentions.observables.wallets import find_wallet
from urazuke.mentions.observables.words import load_labels

_KINDS = {
    32: "file:md5",
    40: "file:sha1",
    56: "file:sha224",
    64: "file:sha256",
    96: "file:sha384",
    128: "file:sha512",
}
_UNSAID = (32, 40, 64, 128)  # lengths that need no label: nothing else in reports is so long
_LABELS = {label.encode(): kind for label, kind in load_labels()["hashes"].items() if label.isascii()}
_WIDE_LABELS = {label: kind for label, kind in load_labels()["hashes"].items() if not label.isascii()}
_NAMED = {b"sha224": 56, b"sha-224": 56, b"sha384": 96, b"sha-384": 96}
_GLUED = {33: ("d5", 32), 41: ("1", 40), 67: ("256", 64), 131: ("512", 128)}  # "SHA256" runs into its hash
_REACH = load_labels()["reach"]
_SHORTEST = 26
"""Letters and digits in a row that are worth a look: no word is so long, every wallet and hash is."""


def find_hashes(scan: Scan) -> list[Found]:
    """Hashes and wallets, in no order."""
    found = _find_broken(scan)
    runs = scan.to_long_runs()
    needle = b"a" * _SHORTEST
    position = runs.find(needle)
    while position >= 0:
        start, end = position, runs.find(b" ", position)
        end = len(runs) if end < 0 else end
        if end - start <= 160:
            run = scan.raw[start:end]
            item = _to_hash(scan, start, end, run) or find_wallet(run.decode(), start)
            if item:
                scan.take(start, end)
                if item.kind:
                    found.append(item)
        position = runs.find(needle, end)
    return found


def _is_hex(run: bytes | bytearray) -> bool:
    return not run.translate(None, b"0123456789abcdefABCDEF")


def _to_hash(scan: Scan, start: int, end: int, run: bytearray) -> Found | None:
    """The hash that a run of letters and digits is."""
    size = end - start
    if size == 72 and run[:2].upper() == b"T1" and _is_hex(run[2:]):
        return _make(scan, start, end, "file:tlsh", run.decode())
    if not _is_hex(run):
        glued = re.match(rb"(?i)(?:md5|sha-?(?:1|224|256|384|512)|imphash|hash)(?=[0-9a-f]{32})", run)
        if not glued:
            return None
        start, run = start + glued.end(), run[glued.end() :]
        size = len(run)
        if not _is_hex(run):
            return None
    if size in _GLUED:
        prefix, rest = _GLUED[size]
        if run.startswith(prefix.encode()) and scan.lower[max(0, start - 4) : start].strip(b"-_ ").endswith(
            (b"sha", b"m")
        ):
            start, run, size = end - rest, run[-rest:], rest
    label = _find_label(scan, start)
    if label == "" or (label == "file:tlsh" and size != 70):
        return Found(start, end, "", "", "") if label == "" else None
    if label and size in (32, 40, 62, 64, 70):
        return _make(scan, start, end, label, run.decode())
    if size in _UNSAID:
        return None if len(set(run)) < 4 else _make(scan, start, end, _KINDS[size], run.decode())
    if size in _KINDS and any(name in scan.lower[max(0, start - _REACH) : start] for name in _NAMED):
        return _make(scan, start, end, _KINDS[size], run.decode())
    if label == "x509-certificate" and 16 <= size <= 40:
        return _make(scan, start, end, label, run.decode())
    return None


def _find_label(scan: Scan, start: int) -> str | None:
    """What the words just before a run say that it is; the last label of the line counts."""
    floor = max(0, start - _REACH)
    floor = max(floor, scan.lower.rfind(b"\n", floor, start) + 1)
    before = scan.lower[floor:start]
    best, kind = -1, None
    for label, meant in _LABELS.items():
        place = before.rfind(label)
        if place > best:
            best, kind = place, meant
    if 0x80 in before:
        wide = scan.text[floor:start]
        for name, meant in _WIDE_LABELS.items():
            place = wide.rfind(name)
            if place > best:
                best, kind = place, meant
    if best >= 0 and re.search(rb"md5|sha-?\d|[0-9a-f]{16}", before[best:]):
        return None  # another label, or another value, stands between
    return kind


def _make(scan: Scan, start: int, end: int, kind: str, name: str) -> Found:
    lower = name.lower()
    return Found(start, end, kind, lower if kind != "file:tlsh" else name.upper(), lower)


_BREAK = b"hhhhhhhh\nhhhhhhhh"
_LINES = re.compile(rb"[0-9a-fA-F]{8,128}(?:\n[0-9a-fA-F]{8,128}){1,7}+(?![0-9a-zA-Z])")


def _find_broken(scan: Scan) -> list[Found]:
    """Hashes over two and more lines, where the pieces by themselves are none."""
    found: list[Found] = []
    runs = scan.to_hex_runs()
    last = 0
    position = runs.find(_BREAK)
    while position >= 0:
        start = max(runs.rfind(b" ", last, position), runs.rfind(b"\n", last, position), last - 1) + 1
        matched = _LINES.match(scan.raw, start)
        last = position + 9
        if matched and not (start and scan.raw[start - 1 : start].isalnum()):
            pieces = matched.group().split(b"\n")
            taken = _join(scan, start, pieces)
            if taken:
                found.append(taken)
                scan.take(taken.start, taken.end)
            last = max(last, taken.end if taken else matched.end())
        position = runs.find(_BREAK, last)
    return found


def _join(scan: Scan, start: int, pieces: list[bytes]) -> Found | None:
    """The first hash that the pieces make together."""
    said = scan.lower[max(0, start - 16) : start]
    size = 0
    for index, piece in enumerate(pieces):
        size += len(piece)
        if (
            index == 0
            and size in _UNSAID
            and not ((b"256" in said and size == 32) or (b"512" in said and size in (32, 64)))
        ):
            return None
        if (
            index
            and size in (40, 64, 128)
            and not (
                len(set(map(len, pieces[: index + 1]))) == 1
                and len(piece) in (32, 40)
                and b"256" not in said
                and b"512" not in said
            )
        ):
            if index + 1 < len(pieces) and size < 128 and b"512" in said:
                continue
            name = b"".join(pieces[: index + 1]).decode()
            return _make(scan, start, start + size + index, _KINDS[size], name)
    return None


_SSDEEP = re.compile(r"(?<![\w+/:])\d{1,8}:[A-Za-z0-9+/]{6,150}:[A-Za-z0-9+/]{3,150}(?![\w+/])")


def find_fuzzy_hashes(scan: Scan) -> list[Found]:
    """ssdeep hashes: only where the text speaks of them, because times and ratios look alike."""
    if b"ssdeep" not in scan.lower and b"fuzzy" not in scan.lower:
        return []
    found = []
    for matched in re.finditer(_SSDEEP.pattern.encode(), scan.raw):
        name = matched.group().decode()
        if any(char.isalpha() for char in name):
            found.append(Found(matched.start(), matched.end(), "file:ssdeep", name, name))
            scan.take(*matched.span())
    return found
