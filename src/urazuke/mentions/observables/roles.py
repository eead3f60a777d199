"""What an observable is in its report: an indicator of the attack, a victim's, a reference, or benign.

The evidence, strongest first: whose host it is, the heading that it stands under, whether the writer defanged
it, and the words beside it.
"""

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache

from urazuke.mentions.observables.hosts import is_local, is_public_address
from urazuke.mentions.observables.scan import Found, Scan
from urazuke.mentions.observables.words import load_file_words, load_role_words
from urazuke.model.mention import Role

_WORDS = load_role_words()
_FILES = load_file_words()
_BENIGN = frozenset(_WORDS["benign_hosts"])
_REFERENCES = frozenset(_WORDS["reference_hosts"])
_MAIL = frozenset(_WORDS["mail_hosts"])
_WINDOW: int = _WORDS["window"]
_HEADING: int = _WORDS["heading"]
_HASHED = (
    "file:",
    "mutex",
    "windows-registry-key",
    "cryptocurrency",
    "user-agent",
    "yara-rule",
    "sigma-rule",
    "ja3",
    "jarm",
    "x509",
)
_HOSTED = frozenset(("url", "domain-name", "ipv4-addr", "ipv6-addr"))
_NEXT_HEADING = re.compile(rb"\n(#{1,6}) ")
_ROWS = re.compile(rb"(?:\n[^\n|\t]*+[|\t][^\n]*+)*+")


class RoleJudge:
    """Judges the findings of one text, or of one part of it that begins in the section `section`.

    Words are looked up once; each judgement is a few bisections.
    """

    __slots__ = ("_cue_places", "_cues", "_publishers", "_scan", "_section_places", "_sections")

    def __init__(self, scan: Scan, publishers: frozenset[str], section: Role | None = None) -> None:
        self._scan = scan
        self._publishers = publishers
        self._cues = scan.cues.beside
        self._cue_places = [cue.start for cue in self._cues]
        headings = ((self._find_heading(cue.start, cue.end), cue.role) for cue in scan.cues.headings)
        sections = [(place, role) for place, role in headings if place]
        self._sections = [(0, section), *self._close(sections)]
        self._section_places = [section[0] for section in self._sections]

    @property
    def last_section(self) -> Role | None:
        """What the section that the text ends in is about."""
        return self._sections[-1][1]

    def _find_heading(self, start: int, end: int) -> int:
        """Where the line of a heading word ends; 0 if neither its line nor its cell is a heading."""
        lower = self._scan.lower
        floor = max(0, start - _HEADING)
        line = lower.rfind(b"\n", floor, start) + 1
        stop = lower.find(b"\n", end, end + 4 * _HEADING)
        stop = len(lower) if stop < 0 and len(lower) - end < 4 * _HEADING else stop
        left = max(line, lower.rfind(b"|", floor, start) + 1, lower.rfind(b"\t", floor, start) + 1)
        if stop < 0 or (left == 0 and floor > 0):
            return 0
        right = min(
            place if place >= 0 else stop
            for place in (lower.find(b"|", end, stop), lower.find(b"\t", end, stop))
        )
        before = lower[left:start].strip(b" \t#*0123456789.-_:=>([\x80")
        after = lower[end:right].strip(b" \t#*:.-_=)]")
        return (
            stop
            if len(before) <= 12 and len(before) + len(after) <= 24 and lower[right - 1 : right] != b"."
            else 0
        )

    def _close(self, sections: list[tuple[int, Role]]) -> list[tuple[int, Role | None]]:
        """Sections with an end each: where a table ends, else at the next heading that is not below."""
        closed: list[tuple[int, Role | None]] = []
        lower = self._scan.lower
        for index, (place, role) in enumerate(sections):
            limit = sections[index + 1][0] if index + 1 < len(sections) else len(lower)
            line = lower.rfind(b"\n", max(0, place - 5 * _HEADING), place) + 1
            heading = lower[line:place].strip()
            if b"|" in heading or b"\t" in heading:
                around = closed[-1][1] if closed else None
                rows = _ROWS.match(lower, place, limit)
                closed += [(place, role), (rows.end() if rows else limit, around)]
                continue
            closed.append((place, role))
            marks = len(heading) - len(heading.lstrip(b"#"))
            for found in _NEXT_HEADING.finditer(lower, place, limit) if marks else ():
                if len(found[1]) <= marks:
                    closed.append((found.start(), None))
                    break
        return closed

    def judge_all(self, items: list[Found]) -> list[Role]:
        """The role of each of `items`.

        A host that the writer defanged once, or put under a heading of indicators, is an indicator wherever
        else it stands without anything that says otherwise.
        """
        roles = [self._judge(item) for item in items]
        judged = zip(items, roles, strict=True)
        hosts = {self._host(item) for item, role in judged if role is Role.INDICATOR}
        for index, item in enumerate(items):
            if roles[index] is None:
                roles[index] = Role.INDICATOR if self._host(item) in hosts else Role.REFERENCE
        return [role or Role.REFERENCE for role in roles]

    def _host(self, item: Found) -> str:
        return _to_host(item).removeprefix("www.") if item.kind in _HOSTED else ""

    def _judge(self, item: Found) -> Role | None:
        """The role of `item`; None if nothing speaks for any."""
        kind = item.kind
        if kind.startswith(_HASHED):
            return self._judge_file(item)
        host = _to_host(item)
        if self._publishers and _is_below(host, self._publishers):
            return Role.REFERENCE
        defanged = self._scan.is_defanged(item.start, item.end)
        if kind in ("ipv4-addr", "ipv6-addr"):
            if not is_public_address(item.normal):
                return Role.BENIGN
        elif is_local(host) or (not host.strip("0123456789.:[]") and not is_public_address(host)):
            return Role.BENIGN
        if defanged:
            return self._judge_defanged(item)
        section = self._find_section(item.start)
        if section is Role.REFERENCE:
            return Role.REFERENCE
        if kind == "domain-name" and _is_benign(host):
            return Role.BENIGN
        if _is_reference(host):
            return Role.REFERENCE
        if section is not Role.INDICATOR and kind == "url" and _is_picture(item.name):
            return Role.REFERENCE
        if section is Role.INDICATOR:
            return Role.INDICATOR
        linked = kind == "url" and self._scan.lower[item.start - 2 : item.start] == b"]("
        if linked:
            return Role.REFERENCE
        cue = self._find_cue(item)
        if cue is not None:
            return cue
        own = kind in ("ipv4-addr", "ipv6-addr", "mac-addr") or (kind == "email-addr" and host in _MAIL)
        return Role.INDICATOR if own else None

    def _judge_file(self, item: Found) -> Role:
        tail = item.normal.replace("/", "\\").rpartition("\\")[2]
        if item.kind in ("file:name", "file:path") and (
            tail in _FILES.benign or item.normal in _FILES.benign
        ):
            return Role.BENIGN
        section = self._find_section(item.start)
        if section is Role.REFERENCE:
            return Role.REFERENCE
        figure = item.kind == "file:name" and section is None and _is_picture(item.name)
        return Role.REFERENCE if figure else Role.INDICATOR  # reports name their own pictures far more often

    def _judge_defanged(self, item: Found) -> Role:
        cue = self._find_cue(item)
        return Role.VICTIM if cue is Role.VICTIM else Role.INDICATOR

    def _find_section(self, position: int) -> Role | None:
        return self._sections[bisect_right(self._section_places, position) - 1][1]

    def _find_cue(self, item: Found) -> Role | None:
        """The role that the nearest word on the same line speaks for; words before it count as nearer."""
        places = self._cue_places
        index = bisect_left(places, item.start)
        best: tuple[int, Role] | None = None
        lower = self._scan.lower
        for near in (index - 1, index - 2, index, index + 1):
            if not 0 <= near < len(places):
                continue
            start, end, role = self._cues[near]
            gap = item.start - end if start < item.start else start - item.end + 20
            if gap < 0 or gap > _WINDOW or (best and gap >= best[0]):
                continue
            between = (end, item.start) if start < item.start else (item.end, start)
            if lower.find(b"\n", *between) < 0:
                best = (gap, role)
        return best[1] if best else None


def _is_picture(name: str) -> bool:
    """Whether an address ends in the ending of a picture."""
    return name.rpartition(".")[2].lower() in _FILES.pictures


def _to_host(item: Found) -> str:
    """The host of a finding in lower case; its name where it has none."""
    if item.kind == "url":
        rest = item.normal.partition("://")[2] or item.normal
        host = rest.partition("/")[0].partition("?")[0].partition("#")[0].rpartition("@")[2]
        return host.partition(":")[0] if not host.startswith("[") else host
    return item.normal.rpartition("@")[2]


def _is_below(host: str, parents: frozenset[str]) -> bool:
    """Whether `host` is one of `parents` or below one."""
    while host:
        if host in parents:
            return True
        host = host.partition(".")[2]
    return False


@lru_cache(maxsize=4096)
def _is_benign(host: str) -> bool:
    return _is_below(host, _BENIGN)


@lru_cache(maxsize=4096)
def _is_reference(host: str) -> bool:
    return _is_below(host, _REFERENCES)
