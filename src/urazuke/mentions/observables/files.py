r"""Find paths of files (Windows, shares, Unix), registry keys, and file names whose stem is not ASCII."""

import re

from urazuke.mentions.observables.hosts import is_file_name
from urazuke.mentions.observables.scan import Found, Scan
from urazuke.mentions.observables.words import load_file_words

_FILES = load_file_words()
# A folder may have spaces in its name, if a backslash follows; the last part may not, unless an ending of files follows.
_FOLDER = r"(?:[^\\/:*?\"<>|\r\n\t\x00]{1,80}+\\{1,2})"
_LAST = r"(?:[^\\/:*?\"<>|\r\n\t\x00]{1,80}?\.[A-Za-z][A-Za-z0-9]{1,5}(?![\w.])|[^\s\\/:*?\"<>|,;、。，；）」』)\]]{1,128})"
_WINDOWS = re.compile(rf"(?:[A-Za-z]:\\{{1,2}}|%[A-Za-z0-9_()]{{2,32}}%\\{{1,2}}|\\\\[\w.$?-]{{1,64}}\\){_FOLDER}{{0,32}}{_LAST}?")
_START = re.compile(rb"(?:[A-Za-z]:|%[A-Za-z0-9_()]{2,32}%|\\)\Z")
_KEY_FOLDER = r"(?:[^\\\"<>|\r\n\t\x00]{1,80}+\\{1,2})"
_KEY_LAST = r"[^\s\\\"<>|,;、。，；」』)\]]{1,128}"
_KEY = re.compile(rf"\\{{1,2}}{_KEY_FOLDER}{{0,32}}(?:{_KEY_LAST})?")
_ROOT = re.compile(rb"(?:%s)\Z" % b"|".join(sorted((r.encode() for r in _FILES.registry_roots), key=len, reverse=True)))
_STOPS = ".,;:'!?)]}"


def find_paths(scan: Scan) -> list[Found]:
    """Windows paths, shares and registry keys. A lone backslash elsewhere is none."""
    found = []
    raw = scan.raw
    position = raw.find(b"\\")
    while position >= 0:
        item = _to_key(scan, position) or _to_path(scan, position)
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
    name = scan.text[start : matched.end()].rstrip(_STOPS).rstrip("\\")
    end = start + len(name)
    if end <= position + 1:
        return None
    head = root.group().decode()
    full = (_FILES.registry_short.get(head, head) + name[len(head) :]).replace("\\\\", "\\")
    return Found(start, end, "windows-registry-key", full, full.lower())


_END = re.compile(r"\.([A-Za-z0-9]{2,5})(?=[\s\u3000])|\s(?=HK[A-Z]|%\w)")


def _cut_at_end(name: str) -> str:
    """`name` up to the first file in it: what follows after a space is prose, or the next path."""
    for found in _END.finditer(name):
        if found[1] is None or found[1].lower() in _FILES.extensions:
            return name[: found.end()].rstrip()
    return name


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


_UNIX = re.compile(rb"[~/](?<![A-Za-z0-9_.~/%%:<\\-].)(?:(?<=~)|(?:%s))/[A-Za-z0-9_.+@%%~*$-]{1,128}+(?:/[A-Za-z0-9_.+@%%~*$-]{1,128}+){0,32}+/?"
                   % b"|".join(sorted((r.encode() for r in _FILES.unix_roots if r != "~"), key=len, reverse=True)))


def find_unix_paths(scan: Scan) -> list[Found]:
    """Absolute Unix paths below the folders that systems have."""
    found = []
    for matched in _UNIX.finditer(scan.raw):
        name = matched.group().decode().rstrip(".*")
        found.append(Found(matched.start(), matched.start() + len(name), "file:path", name, name))
        scan.take(matched.start(), matched.end())
    return found


_EXTENSION = re.compile(rb"\.(?<=\x80\.)([A-Za-z0-9]{2,6})(?![A-Za-z0-9.@/_-])")
_OPENERS = "「『“\"'（([【《<>\t\n\r：:,，、;；|"


def find_foreign_names(scan: Scan) -> list[Found]:
    """File names whose stem ends in another script: taken whole where a quote, bracket, space or line begins them."""
    found = []
    if scan.text.isascii():
        return found
    for matched in _EXTENSION.finditer(scan.raw):
        start = stop = matched.start()
        while start > 0 and stop - start < 64 and not (scan.text[start - 1] in _OPENERS or scan.text[start - 1].isspace()):
            start -= 1
        name = scan.text[start : matched.end()]
        if 0 < stop - start < 64 and is_file_name(name) and not set(name) & set("。、，は！？"):
            found.append(Found(start, matched.end(), "file:name", name, name.lower()))
            scan.take(start, matched.end())
    return found
