"""Find paths of files (Windows, shares, Unix) and registry keys."""

import re
from itertools import chain

from urazuke.mentions.observables.scan import Found, Scan
from urazuke.mentions.observables.words import load_file_words

_FILES = load_file_words()
# A folder may have spaces in its name, if a backslash follows; the last part only before an ending of files.
_NEVER = r"\\\"<>|\r\n\t\x00、。，；「」『』（）《》【】“”"
_FOLDER = rf"(?:(?:<[\w .-]{{1,32}}>|[^/:*?{_NEVER}]{{1,80}}+)\\{{1,2}})"  # "<user>" stands for any
_ENDING = r"\.[A-Za-z][A-Za-z0-9]{1,5}(?![A-Za-z0-9_.-])"
_LAST = rf"(?:[^/:*?{_NEVER}]{{1,80}}?{_ENDING}|[^\s/:*?,;)\]{_NEVER}]{{1,128}})"
_WINDOWS = re.compile(
    rf"(?:[A-Za-z]:\\{{1,2}}|%[A-Za-z0-9_()]{{2,32}}%\\{{1,2}}|\\\\[\w.$?-]{{1,64}}\\){_FOLDER}{{0,32}}{_LAST}?"
)
_START = re.compile(rb"(?:[A-Za-z]:|%[A-Za-z0-9_()]{2,32}%|\\)\Z")
_KEY = re.compile(rf"\\{{1,2}}(?:[^:{_NEVER}]{{1,80}}+\\{{1,2}}){{0,32}}(?:[^\s,;)\]{_NEVER}]{{1,128}})?")


def _compile_roots(head: str, words: frozenset[str], tail: str) -> re.Pattern[bytes]:
    """`head`, one of `words`, `tail`; the longest word first."""
    return re.compile(f"{head}(?:{'|'.join(sorted(words, key=len, reverse=True))}){tail}".encode())


_ROOT = _compile_roots("", _FILES.registry_roots, r"\Z")
_STOPS = ".,;:'!?)]}"


def find_paths(scan: Scan) -> list[Found]:
    """Windows paths, shares and registry keys. A lone backslash elsewhere is none."""
    found = []
    raw = scan.raw
    position = raw.find(b"\\")
    while position >= 0:
        before = raw[position - 1 : position]
        item = _to_key(scan, position) if before.isalnum() else None
        if item is None and (
            bytes(before) in (b":", b"%") or (before != b"\\" and raw[position + 1 : position + 2] == b"\\")
        ):
            item = _to_path(scan, position)
        end = position + 1
        if item:
            found.append(item)
            scan.take(item.start, item.end)
            end = max(end, item.end)
        position = raw.find(b"\\", end)
    return found


def _to_key(scan: Scan, position: int) -> Found | None:
    root = _ROOT.search(scan.raw, max(0, position - 24), position)
    if not root:
        return None
    matched = _KEY.match(scan.text, position)
    if not matched:
        return None
    start = root.start()
    name = _cut_at_end(scan.text[start : matched.end()]).rstrip(_STOPS).rstrip("\\")
    end = start + len(name)
    if end <= position + 1:
        return None
    head = root.group().decode()
    full = (_FILES.registry_short.get(head, head) + name[len(head) :]).replace("\\\\", "\\")
    return Found(start, end, "windows-registry-key", full, full.lower())


_END = re.compile(r"\.([A-Za-z0-9]{2,5})(?=[^\\A-Za-z0-9_.-])|\.?\s(?=HK[A-Z]|%\w)|\. (?=[A-Z])")
_SCRIPT_CHANGE = re.compile(r"[A-Za-z0-9_.}%$-][^\x00-\x7f][^\\]*\Z")


def _cut_at_end(name: str) -> str:
    """`name` up to the first file in it: what follows, after a space or in another script, is prose."""
    for found in _END.finditer(name):
        if found[1] is None:
            return name[: found.start()]
        if found[1].lower() in _FILES.extensions:
            return name[: found.end()]
    if name.isascii():
        return name
    change = _SCRIPT_CHANGE.search(name, name.rfind("\\") + 1)
    return name[: change.start() + 1] if change else name


def _to_path(scan: Scan, position: int) -> Found | None:
    before = _START.search(scan.raw, max(0, position - 36), position)
    if not before:
        if scan.raw[position + 1 : position + 2] != b"\\":
            return None
        start = position
    else:
        start = before.start()
    if start and (scan.raw[start - 1 : start].isalnum() or scan.raw[start - 1] == 0x5C):
        return None
    matched = _WINDOWS.match(scan.text, start)
    if not matched:
        return None
    name = _cut_at_end(matched.group()).rstrip(_STOPS)
    end = start + len(name)
    if len(name) < 5 or not any(char.isalnum() for char in name[2:]) or end <= position:
        return None
    return Found(start, end, "file:path", name, name.replace("\\\\", "\\").lower())


_PARTS = r"[A-Za-z0-9_.+@%~*$-]{1,128}+(?:/[A-Za-z0-9_.+@%~*$-]{1,128}+){0,32}+/?"
_UNIX = _compile_roots(r"/(?<![A-Za-z0-9_.~/%:<\\-]/)", _FILES.unix_roots, "/" + _PARTS)
_DRIVE = re.compile(rf":/(?<=[A-Za-z]:/)(?<![A-Za-z0-9_][A-Za-z]:/){_PARTS}".encode())
_HOME = re.compile(rf"~/(?<![A-Za-z0-9_.~/%:<\\-]~/){_PARTS}".encode())


def find_unix_paths(scan: Scan) -> list[Found]:
    """Absolute Unix paths below the folders that systems have, and those below ``~``."""
    found = []
    for matched in _DRIVE.finditer(scan.raw):  # C:/Windows/x.exe
        start, name = matched.start() - 1, scan.text[matched.start() - 1 : matched.end()].rstrip(".*")
        found.append(Found(start, start + len(name), "file:path", name, name.replace("/", "\\").lower()))
        scan.take(start, matched.end())
    for matched in chain(_UNIX.finditer(scan.raw), _HOME.finditer(scan.raw)):
        name = matched.group().decode().rstrip(".*")
        found.append(Found(matched.start(), matched.start() + len(name), "file:path", name, name))
        scan.take(matched.start(), matched.end())
    return found
