"""Find URLs, and say where the path ends that follows a host."""

import re

from urazuke.mentions.observables.hosts import cut_sentence, is_address, is_domain, is_local, to_ascii_host
from urazuke.mentions.observables.scan import Found, Scan
from urazuke.mentions.observables.words import load_host_words

_WORDS = load_host_words()
LONGEST_URL = 8192
"""Characters of a URL; what comes after is left alone."""
_BODY = rb"[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]"
_URL = re.compile(
    rb"(?:[A-Za-z0-9._~%!$&*+,;=:-]{1,100}+@)?+(?P<host>[A-Za-z0-9._-]{1,300}+|\[[0-9a-fA-F:.]{2,45}\])(?P<port>:\d{1,5})?"
    rb"(?P<rest>[/?#\\]" + _BODY.replace(b"%-]", b"%{}\\\\-]") + rb"{0,%d}+)?" % LONGEST_URL
)
_PLACEHOLDER = re.compile(
    rb"(?:\[[A-Za-z0-9 _-]{1,40}\]|<[A-Za-z0-9 _-]{1,40}>)[/&?]" + _BODY + rb"{0,2048}+"
)  # "/[name]/login.php"
_REST = re.compile(rb"(?P<port>:\d{1,5}(?!\d))?(?P<rest>[/?]" + _BODY + rb"{1,%d}+)?" % LONGEST_URL)
_GLUED = re.compile(
    rb"(?:%s)://" % b"|".join([s.encode() for s in sorted(_WORDS.glue_schemes, key=len, reverse=True)])
)
_SCHEME_BEFORE = re.compile(rb"[a-z][a-z0-9+.]{1,11}\Z")
_INSIDE_LINK = frozenset(b"=?&:#%@")  # a scheme after one of these belongs to the address around it
_TRAILING = b".,;:!?'*#"


def find_urls(scan: Scan) -> list[Found]:
    """URLs with a scheme, and whatever else has ``://`` in it taken out of the way."""
    found = []
    raw = scan.raw
    position = raw.find(b"://")
    while position >= 0:
        start, end = _bound_url(scan, position)
        if end:
            name = scan.text[start:end].replace("\\", "/")
            found.append(Found(start, end, "url", name, _to_normal_url(name)))
            scan.take(start, end)
        position = raw.find(b"://", max(end, position + 3))
    return found


def _bound_url(scan: Scan, position: int) -> tuple[int, int]:
    """The range of the URL whose ``://`` is at `position`; (0, 0) if there is none."""
    raw, lower = scan.raw, scan.lower
    if lower[position - 5 : position] == b"https":
        start = position - 5
    elif lower[position - 4 : position] == b"http":
        start = position - 4
    else:
        before = _SCHEME_BEFORE.search(lower, max(0, position - 12), position)
        if not before or before.group().decode() not in _WORDS.schemes:
            return 0, 0
        start = before.start()
    if raw[start] == 0x20:
        return 0, 0
    matched = _URL.match(raw, position + 3)
    if not matched:
        return _bound_foreign(scan, start, position + 3)
    host = matched["host"].decode().strip(".")
    end = matched.end()
    if raw[end : end + 3] == b"://":  # two addresses in one run, and the first has no path
        end = _cut_glued(raw, position + 3, end + 3)
        host = raw[position + 3 : end].decode()
    rest = matched["rest"]
    while rest and (placeholder := _PLACEHOLDER.match(raw, end)):
        end = placeholder.end()
    if end < len(raw) and raw[end] == 0x80 and not matched["port"] and not matched["rest"]:
        foreign = _bound_foreign(scan, start, position + 3)
        if foreign[1]:
            return foreign
    low = host.lower()
    if not (is_domain(low) or is_address(low) or host.startswith("[") or is_local(low)):
        trimmed = cut_sentence(host)
        if trimmed == host:
            defanged = scan.is_defanged(start, end)
            if not (defanged and re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,24}", low)):
                return 0, 0
        elif not matched["rest"]:
            return start, matched.start("host") + len(trimmed)
    return start, _trim_url(raw, matched.start("host") + 1, _cut_glued(raw, position + 3, end))


def _cut_glued(raw: bytearray, start: int, end: int) -> int:
    """Where a second address begins that is glued to the first, else `end`."""
    place = start
    while True:
        colon = raw.find(b"://", place, end)
        if colon < 0:
            return end
        for size in (5, 4, 3):
            glued = _GLUED.match(raw, colon - size)
            if glued and colon - size > start and not _is_inside(raw, start, colon - size):
                return colon - size
        place = colon + 3


_ARCHIVED = re.compile(
    rb"/web/[0-9a-z_*]{4,20}/\Z|//?(?:web\.)?archive\.\w+(?:/[0-9a-z_*]{0,20})?/\Z|(?:proxy|url|redirect|link)/\Z"
)


def _is_inside(raw: bytearray, start: int, place: int) -> bool:
    """Whether a scheme at `place` belongs to the address around it: a parameter, or a page of an archive."""
    before = raw[place - 1]
    return before in _INSIDE_LINK or (
        before == 0x2F and bool(_ARCHIVED.search(raw, max(start - 3, place - 40), place))
    )


def _trim_url(raw: bytearray, start: int, end: int) -> int:
    """`end` without punctuation of the sentence and without a bracket that was opened before the address."""
    if raw.find(b")", start, end) >= 0:
        depth = 0
        for bracket in re.finditer(rb"[()]", memoryview(raw)[start:end]):
            depth += 1 if bracket.group() == b"(" else -1
            if depth < 0:
                end = start + bracket.start()
                break
    while end > start:
        last = raw[end - 1]
        if last in _TRAILING or (last == 0x28) or (last == 0x7D and raw.find(b"{", start, end) < 0):
            end -= 1
        else:
            break
    return end


_FOREIGN = re.compile(r"(?:[\w-]{1,63}\.){1,8}\w{2,24}(?:[:/?][A-Za-z0-9._~:/?#@!$&'()*+,;=%-]{0,2048})?")


def _bound_foreign(scan: Scan, start: int, position: int) -> tuple[int, int]:
    """The range of a URL whose host is written in another script."""
    matched = _FOREIGN.match(scan.text, position)
    if not matched:
        return 0, 0
    host = re.split("[:/?]", matched.group(), maxsplit=1)[0]
    plain = to_ascii_host(host)
    if host.isascii() or plain is None or not is_domain(plain):
        return 0, 0
    return start, _trim_url(scan.raw, position, matched.end())


def _to_normal_url(name: str) -> str:
    """Scheme and host in lower case, no bare final slash."""
    scheme, _, rest = name.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme.lower()}://{to_ascii_host(host) or host.lower()}{slash if path else ''}{path}"


def end_path(raw: bytearray, position: int) -> int:
    """Where the path ends that follows the host which ends at `position`, with a port before it or not.

    `position` itself if there is none; a lone slash is none.
    """
    matched = _REST.match(raw, position)
    if not matched or not matched["rest"]:
        return position
    end = matched.end()
    while placeholder := _PLACEHOLDER.match(raw, end):
        end = placeholder.end()
    end = _trim_url(raw, position, _cut_glued(raw, position, end))
    return end if end - matched.start("rest") > 1 else position
