"""Find host names and file names that are written, in whole or in part, in other scripts than Latin.

Where words are not parted by spaces, nothing tells where such a name begins; so one is taken only where a
space, a quotation mark, a bracket or another sign stands before it.
"""

import re
from functools import cache

from urazuke.mentions.observables.hosts import is_domain, is_file_name, to_ascii_host
from urazuke.mentions.observables.scan import Found, Scan
from urazuke.mentions.observables.words import load_suffixes

_REACH = 64
_OPENERS = frozenset("「『“\"'（([【《<：:,，、;；|/=")
_SENTENCE = frozenset("。、，！？はをへ")  # what a name that prose runs into has in it
_MIXED = re.compile(r"[A-Za-z][\u2e80-\U0003ffff]|[\u2e80-\U0003ffff][A-Za-z]")
_EXTENSION = re.compile(rb"\.(?<=\x80\.)([A-Za-z0-9]{2,6})(?![A-Za-z0-9.@/_-])")
_AFTER_FOREIGN = re.compile(rb"\x80[A-Za-z0-9-]{0,63}+\.(?=[A-Za-z0-9\x80])")
_BEFORE_FOREIGN = re.compile(rb"\.(?=\x80)")
_HOST = re.compile(r"(?:[\w-]{1,63}\.){1,8}[\w-]{2,24}")


def _begin(text: str, stop: int) -> int:
    """Where the name that goes on at `stop` begins; -1 if nothing says where."""
    floor = max(0, stop - _REACH)
    start = stop
    while start > floor and not (text[start - 1] in _OPENERS or text[start - 1].isspace()):
        start -= 1
    return start if start == 0 or start > floor else -1


def find_foreign_names(scan: Scan) -> list[Found]:
    """File names whose stem ends in another script."""
    found: list[Found] = []
    if scan.text.isascii():
        return found
    for matched in _EXTENSION.finditer(scan.raw):
        stop = matched.start()
        start = _begin(scan.text, stop)
        name = scan.text[start : matched.end()]
        if 0 <= start < stop and is_file_name(name) and not _SENTENCE & set(name):
            found.append(Found(start, matched.end(), "file:name", name, name.lower()))
            scan.take(start, matched.end())
    return found


@cache
def _foreign_roots() -> re.Pattern[str]:
    """The last labels that are not ASCII."""
    roots = sorted((root for root in load_suffixes().roots if not root.isascii()), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, roots))})(?!\w)")


def find_foreign_hosts(scan: Scan) -> list[Found]:
    """Host names with a label in another script, below any root."""
    found: list[Found] = []
    if scan.text.isascii():
        return found
    text, last = scan.text, 0
    stops = {found.end() - 1 for found in _AFTER_FOREIGN.finditer(scan.raw)}
    before = (found.start() for found in _BEFORE_FOREIGN.finditer(scan.raw))
    stops.update(place for place in before if _foreign_roots().match(text, place + 1))
    for position in sorted(stops):
        if position < last:
            continue
        start = _begin(text, position)
        matched = _HOST.match(text, start) if last <= start < position else None
        name = matched.group() if matched and matched.end() > position else ""
        # A label of kanji and Latin letters is prose with a host in it, which is for `find_hosts`.
        if matched and name and not _SENTENCE & set(name) and not _MIXED.search(name):
            plain = to_ascii_host(name)
            root = name.rpartition(".")[2].lower()
            shouted = root != name.rpartition(".")[2]  # ".NET"
            if (
                plain
                and not name.isascii()
                and not shouted
                and root in load_suffixes().roots
                and is_domain(plain)
            ):
                found.append(Found(start, matched.end(), "domain-name", name, plain))
                scan.take(start, matched.end())
                last = matched.end()
    return found
