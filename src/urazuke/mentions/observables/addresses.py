"""Find e-mail addresses, host names, IPv4 and IPv6 addresses, and file names that look like hosts."""

import re

from urazuke.mentions.observables.hosts import (
    LONGEST_HOST,
    cut_sentence,
    is_address,
    is_domain,
    is_ending,
    is_file_name,
    is_local,
    is_plain_domain,
    to_address6,
)
from urazuke.mentions.observables.scan import Found, Scan
from urazuke.mentions.observables.urls import end_path
from urazuke.mentions.observables.words import load_host_words, load_labels

_WORDS = load_host_words()


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
        end = end_path(scan.raw, right) if after in b":/?" else right
        if end > right:
            name = scan.text[left:end]
            return Found(left, end, "url", name, lower + name[len(run) :])
        return Found(left, right, "domain-name", run, lower)
    if not is_file_name(run) or before in b"$" or after == 0x28 or (before == 0x2E and is_ending(run)):
        return None
    if defanged and not _is_whole(scan, left, right):
        return None
    left = _open_quote(scan, left, right)
    name = scan.text[left:right]
    return Found(left, right, "file:name", name, name.lower())


_QUOTES = {'"': '"', "”": "“", "’": "‘", "」": "「", "』": "『", "》": "《", "`": "`"}


def _open_quote(scan: Scan, left: int, right: int) -> int:
    """Where a quoted file name with spaces begins that ends at `right`; `left` if it is not quoted."""
    opening = _QUOTES.get(scan.text[right : right + 1])
    if opening is None:
        return left
    floor = max(0, left - 80)
    start = scan.text.rfind(opening, floor, left) + 1
    inside = scan.text[start:left]
    free = scan.raw[start:left].lower() == scan.lower[start:left]
    plain = start > 0 and free and not any(char in _UNQUOTED for char in inside)
    return start if plain and inside[:1].strip() else left


_UNQUOTED = frozenset('\n\t/\\:*?<>|"“”‘’「」『』《》`。、，；;')


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
    counted = raw[end + 1 : end + 4].isdigit() and after == b"/"  # "1.2.3.4/128": no path
    stop = end if counted or not after or after not in b":/?" else end_path(raw, end)
    if stop > end:
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
