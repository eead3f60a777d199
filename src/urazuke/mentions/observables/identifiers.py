"""Find identifiers of public catalogues: CVE, CWE, ATT&CK, numbers of autonomous systems."""

import re
from itertools import chain

from urazuke.mentions.observables.scan import Found, Scan

_CVE = re.compile(
    rb"cve(?<![a-z0-9]cve)(?:[-_ ]|\x80| - |\[-\]){0,2}?((?:19|20)\d\d)(?:[-_]|\x80)(\d{4,7})(?!\d)"
)
_NEXT_CVES = re.compile(rb"(?:/\d{4,7}(?![\d.]))*+")  # "CVE-2021-26855/26857/26858"
_NEXT_CVE = re.compile(rb"/(\d+)")
_CWE = re.compile(rb"cwe(?<![a-z0-9]cwe)[- ](\d{1,4})(?!\d)")
_NUMBER = rb"(?<![A-Za-z0-9]T....)(?:[./](0\d\d))?(?![A-Za-z0-9])"
_TECHNIQUES = (
    re.compile(rb"T1[0-7]\d\d" + _NUMBER),
    re.compile(rb"T08\d\d" + _NUMBER),
)  # enterprise, industrial
_TACTIC = re.compile(rb"TA(?<![A-Za-z0-9]TA)00\d\d(?![A-Za-z0-9])")
_SYSTEM = re.compile(rb"AS(?<![A-Za-z0-9]AS)(N?)[ :#-]{0,2}(\d{2,10})(?![A-Za-z0-9.])")


def find_catalogued(scan: Scan) -> list[Found]:
    """CVE, CWE and ATT&CK identifiers and autonomous systems."""
    found: list[Found] = []
    lower = scan.lower
    if b"cve" in lower:
        for matched in _CVE.finditer(lower):
            name = f"CVE-{matched[1].decode()}-{matched[2].decode()}"
            found.append(Found(*matched.span(), "vulnerability", name, name))
            more = _NEXT_CVES.match(lower, matched.end())
            for other in _NEXT_CVE.finditer(lower, *more.span()) if more else ():
                name = f"CVE-{matched[1].decode()}-{other[1].decode()}"
                found.append(Found(*other.span(1), "vulnerability", name, name))
    if b"cwe" in lower:
        for matched in _CWE.finditer(lower):
            name = f"CWE-{int(matched[1])}"
            found.append(Found(*matched.span(), "weakness", name, name))
    for matched in chain.from_iterable(pattern.finditer(scan.raw) for pattern in _TECHNIQUES):
        name = matched.group().decode().replace("/", ".")
        found.append(Found(*matched.span(), "attack-pattern", name, name))
    for matched in _TACTIC.finditer(scan.raw):
        name = matched.group().decode()
        found.append(Found(*matched.span(), "x-mitre-tactic", name, name))
    for matched in _SYSTEM.finditer(scan.raw):
        number, gap = int(matched[2]), matched.end(1) != matched.start(2)
        if number < 2**32 and matched[2] != b"400" and (matched[1] or not gap):
            name = f"AS{number}"
            found.append(Found(*matched.span(), "autonomous-system", name, name))
    return [item for item in found if scan.take_free(item.start, item.end)]
