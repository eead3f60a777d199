"""Find identifiers of public catalogues: CVE, CWE, ATT&CK, autonomous systems, rules of YARA and Sigma."""

import re

from urazuke.mentions.observables.scan import Found, Scan

_CVE = re.compile(
    rb"cve(?<![a-z0-9]cve)(?:[-_ ]|\x80| - |\[-\]){0,2}?((?:19|20)\d\d)(?:[-_]|\x80)(\d{4,7})(?!\d)"
)
_CWE = re.compile(rb"cwe(?<![a-z0-9]cwe)[- ](\d{1,4})(?!\d)")
_TECHNIQUE = re.compile(rb"T(?:1[0-7]\d\d|08\d\d)(?<![A-Za-z0-9]T....)(?:[./](0\d\d))?(?![A-Za-z0-9])")
_TACTIC = re.compile(rb"TA(?<![A-Za-z0-9]TA)00\d\d(?![A-Za-z0-9])")
_SYSTEM = re.compile(rb"AS(?<![A-Za-z0-9]AS)(N?)[ :#-]{0,2}(\d{2,10})(?![A-Za-z0-9.])")
_YARA = re.compile(
    rb"rule[ \t]{1,4}(?<![A-Za-z0-9_]rule )(?<![A-Za-z0-9_]rule\t)([A-Za-z_]\w{0,127})\s{0,4}(?::\s{0,4}[\w \t]{1,128}+)?\s{0,4}\{"
)
_TITLE = re.compile(rb"(?:\A|\n)[ \t]{0,8}title:[ \t]{0,8}([^\r\n]{1,200})")


def find_catalogued(scan: Scan) -> list[Found]:
    """CVE, CWE and ATT&CK identifiers and autonomous systems."""
    found: list[Found] = []
    lower = scan.lower
    if b"cve" in lower:
        for matched in _CVE.finditer(lower):
            name = f"CVE-{matched[1].decode()}-{matched[2].decode()}"
            found.append(Found(*matched.span(), "vulnerability", name, name))
    if b"cwe" in lower:
        for matched in _CWE.finditer(lower):
            name = f"CWE-{int(matched[1])}"
            found.append(Found(*matched.span(), "weakness", name, name))
    for matched in _TECHNIQUE.finditer(scan.raw):
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
    return [item for item in found if _take(scan, item)]


def find_rule_names(scan: Scan) -> list[Found]:
    """Names of YARA rules, and titles of Sigma rules where a log source and a detection stand below."""
    found = []
    lower = scan.lower
    if b"rule" in lower and b"condition" in lower:
        for matched in _YARA.finditer(scan.raw):
            name = matched[1].decode()
            found.append(Found(*matched.span(1), "yara-rule", name, name.lower()))
    if b"logsource:" in lower and b"detection:" in lower:
        for matched in _TITLE.finditer(scan.raw):
            source = lower.find(b"logsource:", matched.end(), matched.end() + 8192)
            if source >= 0 and lower.find(b"detection:", source, source + 8192) >= 0:
                name = scan.text[matched.start(1) : matched.end(1)].rstrip()
                found.append(
                    Found(matched.start(1), matched.start(1) + len(name), "sigma-rule", name, name.lower())
                )
    return [item for item in found if _take(scan, item)]


def _take(scan: Scan, item: Found) -> bool:
    """Take the range of `item`; false if another finder has had some of it."""
    if scan.raw[item.start : item.end].lower() != scan.lower[item.start : item.end]:
        return False
    scan.take(item.start, item.end)
    return True
