"""Find URLs, e-mail addresses, host names, IPv4 and IPv6 addresses, and file names that look like hosts."""

import re

from urazuke.mentions.observables.hosts import (
    LONGEST_HOST,
    cut_sentence,
    is_address,
    is_domain,
    is_file_name,
    is_local,
    is_plain_domain,
    to_address6,
    to_ascii_host,
)
from urazuke.mentions.observables.scan import Found, Scan
from urazuke.mentions.observables.words import load_host_words, load_labels

_WORDS = load_host_words()
LONGEST_URL = 8192
"""Characters of a URL; what comes after is left alone."""
_BODY = rb"[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]"
_URL = re.compile(
    rb"(?:[A-Za-z0-9._~%!$&*+,;=:-]{1,100}+@)?+(?P<host>[A-Za-z0-9._-]{1,300}+|\[[0-9a-fA-F:.]{2,45}\])(?P<port>:\d{1,5})?"
    rb"(?P<rest>[/?#\\]" + _BODY.replace(b"%-]", b"%{}\\\\-]") + rb"{0,%d}+)?" % LONGEST_URL
)
_PLACEHOLDER = re.compile(
    rb"\[[A-Za-z0-9 _-]{1,40}\](?<!/\[\])/" + _BODY + rb"{0,2048}+"
)  # "/[name]/login.php"
_REST = re.compile(rb"(?P<port>:\d{1,5}(?!\d))?(?P<rest>[/?]" + _BODY + rb"{1,%d}+)?" % LONGEST_URL)
_GLUED = re.compile(
    rb"(?:%s)://" % b"|".join([s.encode() for s in sorted(_WORDS.glue_schemes, key=len, reverse=True)])
)
_SCHEME_BEFORE = re.compile(rb"[a-z][a-z0-9+.]{1,11}\Z")
_INSIDE_LINK = frozenset(b"=?&:#%@")  # a scheme after one of these belongs to the address around it
_TRAILING = b".,;:!?'*#"
_PORT = re.compile(rb":(\d{1,5})(?!\d)")


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


def find_emails(scan: Scan) -> list[Found]:
    """E-mail addresses."""
    found = []
    raw, hosts = scan.raw, scan.hosts
    last = 0
    position = raw.find(b"@")
    while position >= 0:
        next_at = position + 1
        if (
            position
            and (hosts[position - 1] != 0x20 or raw[position - 1] in b"+")
            and position + 1 < len(raw)
        ):
            right = hosts.find(b" ", position + 1, position + 2 + LONGEST_HOST)
            right = len(hosts) if right < 0 and len(hosts) < position + 2 + LONGEST_HOST else right
            host = hosts[position + 1 : right].decode().rstrip(".-_") if right > position + 1 else ""
            if host and is_domain((host := cut_sentence(host)).lower()):
                left = max(hosts.rfind(b" ", max(last, position - 64), position) + 1, last, position - 64)
                while left > last and raw[left - 1] in b"+%&=" and position - left < 64:
                    left = max(hosts.rfind(b" ", max(last, left - 65), left - 1) + 1, last)
                while left < position and raw[left] in b".-":
                    left += 1
                end = position + 1 + len(host)
                if left < position:
                    name = scan.text[left:end]
                    found.append(Found(left, end, "email-addr", name, name.lower()))
                    scan.take(left, end)
                    last = next_at = end
        position = raw.find(b"@", next_at)
    return found


_STOP = re.compile(rb"\.(?=[A-Za-z0-9])")
_VERSIONS = tuple(word.encode() for word in load_labels()["versions"] if word.isascii())
_RANGE = re.compile(r"(\d{1,3}(?:\.\d{1,3}){3})-(\d{1,3}(?:\.\d{1,3}){3})?")


def find_hosts(scan: Scan) -> list[Found]:
    """Host names, IPv4 addresses and ranges, URLs without a scheme, and file names, defanged or plain."""
    found: list[Found] = []
    hosts = scan.hosts
    size = len(hosts)
    last = 0
    for stop in _STOP.finditer(hosts):
        position = stop.start()
        if position < last:
            continue
        left = hosts.rfind(b" ", last, position) + 1 or last
        right = hosts.find(b" ", position)
        right = size if right < 0 else right
        last = right
        if right - left > 4 * LONGEST_HOST:
            continue
        if hosts.find(b"..", left, right) >= 0:
            place = left
            for piece in hosts[left:right].split(b".."):
                last = max(last, _add_host(scan, found, place, place + len(piece)))
                place += len(piece) + 2
        else:
            last = max(last, _add_host(scan, found, left, right))
    return found


def _add_host(scan: Scan, found: list[Found], left: int, right: int) -> int:
    """Add what the run from `left` to `right` is, and say how far the text is used up."""
    hosts = scan.hosts
    full = right
    while right > left and hosts[right - 1] in b".-_":
        right -= 1
    while left < right and hosts[left] in b".-_":
        left += 1
    run = hosts[left:right].decode()
    if "." not in run:
        return full
    raw = scan.raw
    before = raw[left - 1] if left else 0x20
    after = raw[right] if right < len(raw) else 0x20
    if run[0].isdigit() and (address := _find_address(scan, run, left)):
        item = address
    elif item_or_none := _find_name(scan, run, left, right, before, after):
        item = item_or_none
    else:
        return full
    found.append(item)
    ranged = _RANGE.match(run) if item.kind == "ipv4-addr" else None
    if ranged and ranged[2] and is_address(ranged[2]):  # "from-to": the last address of the range
        found.append(Found(left + ranged.start(2), left + ranged.end(2), "ipv4-addr", ranged[2], ranged[2]))
    end = max(full, item.end)
    scan.take(item.start, end)
    return end


def _find_name(scan: Scan, run: str, left: int, right: int, before: int, after: int) -> Found | None:
    """A host name, a URL that starts with one, or a file name."""
    defanged = scan.is_defanged(left, right)
    cut = cut_sentence(run)
    if len(cut) < len(run):
        right = left + len(cut)
        run, after = cut, 0x20
    lower = run.lower()
    if defanged:
        named = _is_defanged_name(scan, run, lower, left, right)
    else:
        quoted = before in b"/\\$%" or after in b"(=\\" or (after == 0x2F and before == 0x2E)
        named = not quoted and is_plain_domain(run)
    if named:
        rest = _REST.match(scan.raw, right) if after in b":/?" else None
        if rest and rest["rest"] and (rest["port"] or after != 0x3A):
            end = rest.end()
            while placeholder := _PLACEHOLDER.match(scan.raw, end):
                end = placeholder.end()
            end = _trim_url(scan.raw, right, _cut_glued(scan.raw, right, end))
            if end - right > 1:
                name = scan.text[left:end]
                return Found(left, end, "url", name, lower + name[len(run) :])
        return Found(left, right, "domain-name", run, lower)
    if not is_file_name(run) or before in b"$" or (after == 0x28):
        return None
    surface = scan.text[left:right]
    if defanged and not _is_whole(scan, left, right):
        return None
    return Found(left, right, "file:name", surface, lower)


def _is_defanged_name(scan: Scan, run: str, lower: str, left: int, right: int) -> bool:
    """Whether what somebody took the trouble to defang is a host name."""
    start, end = scan.refanged.to_original(left, right)
    root = lower.rpartition(".")[2]
    if is_domain(lower):
        return not (
            root in _WORDS.file_like
            and lower.count(".") == 1
            and is_file_name(run)
            and end - start < len(run) + 2
        )
    known = is_local(lower) and root not in ("home", "corp")
    return known or (
        root.isalpha()
        and 3 <= len(root) <= 12
        and not is_file_name(run)
        and lower == run
        and end - start >= len(run) + 2
        and bool(re.fullmatch(r"(?:[a-z0-9-]+\.)+[a-z]+", lower))
    )


def _is_whole(scan: Scan, left: int, right: int) -> bool:
    """Whether the marks inside a range were whole ones: one half bracket makes no file name."""
    start, end = scan.refanged.to_original(left, right)
    return end - start >= right - left + 2


def _find_address(scan: Scan, run: str, left: int) -> Found | None:
    """An IPv4 address or range at the start of `run`."""
    ranged = _RANGE.match(run)
    if ranged:
        run = ranged[1]
    elif "_" in run:
        run = run.partition("_")[0]
    if not is_address(run):
        return None
    end = left + len(run)
    raw, lower = scan.raw, scan.lower
    if not scan.is_defanged(left, end):
        before = lower[max(0, left - 12) : left]
        if before[-1:] == b"/" and before[-2:-1].isalpha() and not before.endswith(b"ip/"):
            return None
        words = before.split()
        if words and words[-1].strip(b"(:") in _VERSIONS:
            return None
    after = raw[end : end + 1]
    if after == b"/":
        prefix = re.compile(rb"/(\d{1,2})(?![\w.])").match(raw, end)
        if prefix and int(prefix[1]) <= 32:
            name = f"{run}/{int(prefix[1])}"
            return Found(left, prefix.end(), "ipv4-addr", name, name)
    if after and after in b":/?":
        rest = _REST.match(raw, end)
        if rest and rest["rest"] and (rest["port"] or after != b":"):
            stop = _trim_url(raw, end, _cut_glued(raw, end, rest.end()))
            counted = not rest["port"] and raw[end + 1 : end + 4].isdigit()  # "1.2.3.4/128": no path
            if stop - end - len(rest["port"] or b"") > 1 and not counted:
                name = scan.text[left:stop]
                return Found(left, stop, "url", name, name)
    return Found(left, end, "ipv4-addr", run, run)


_COLONS = re.compile(
    rb"(?<![A-Za-z0-9:.])(?=[0-9A-Fa-f:]{0,40}:)[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,8}+(?:\.\d{1,3}){0,3}+(?:/\d{1,3})?(?![A-Za-z0-9:])"
)
_MAC = re.compile(rb"[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5}\Z")


def find_addresses6(scan: Scan) -> list[Found]:
    """IPv6 addresses and ranges, and hardware addresses."""
    found = []
    raw = scan.raw
    position = raw.find(b":")
    last = 0
    while position >= 0:
        after = raw.find(b":", position + 1, position + 6)
        if after < 0:
            position = raw.find(b":", position + 1)
            continue
        start = max(last, position - 4)
        while start < position and not (raw[start : start + 1].isalnum() and raw[start:position].isalnum()):
            start += 1
        matched = _COLONS.match(raw, start)
        next_position = position + 1
        if matched and matched.group().count(b":") >= 2:
            text = matched.group().decode()
            host, slash, prefix = text.partition("/")
            normal = to_address6(host) if len(host) > 4 else None
            if normal and (not slash or int(prefix) <= 128):
                found.append(Found(start, matched.end(), "ipv6-addr", text, normal + slash + prefix))
                scan.take(start, matched.end())
            elif _MAC.match(matched.group()):
                found.append(Found(start, matched.end(), "mac-addr", text, text.lower()))
                scan.take(start, matched.end())
            last = next_position = matched.end()
        position = raw.find(b":", next_position)
    return found
