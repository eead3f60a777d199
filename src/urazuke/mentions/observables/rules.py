"""Find detection rules: their names among the observables, and the rules whole.

A rule holds observables of its own (hashes in its metadata, hosts in its strings). So the name alone is an
observable, and the text of the rule is asked for apart.
"""

import re

from urazuke.mentions.observables.scan import Found, Scan
from urazuke.model.mention import EntityType, Mention, Role
from urazuke.model.place import Span

LONGEST_RULE = 1 << 16
"""Characters of a rule; one that does not end by then is left out."""
_YARA = re.compile(
    rb"rule[ \t]{1,4}(?<![A-Za-z0-9_]rule )(?<![A-Za-z0-9_]rule\t)([A-Za-z_]\w{0,127})"
    rb"\s{0,4}(?::\s{0,4}[\w \t]{1,128}+)?\s{0,4}\{"
)
_TITLE = re.compile(rb"(?:\A|\n)[ \t]{0,8}title:[ \t]{0,8}([^\s][^\r\n]{0,199})")
_TOKEN = re.compile(r'"(?:\\.|[^"\\\n]){0,2000}+"|//[^\n]{0,2000}|/\*|\*/|[{}]')
_FIELD = re.compile(r"\n(?![ \t]*(?:\r?\n|\Z)|[ \t]|- |[A-Za-z_][\w-]{0,40}:(?:[ \t\r\n]|\Z))")


def find_rule_names(scan: Scan) -> list[Found]:
    """Names of YARA rules, and titles of Sigma rules where a log source and a detection stand below."""
    found = []
    for start, end in _iter_yara(scan.lower, scan.raw):
        name = scan.text[start:end]
        found.append(Found(start, end, "yara-rule", name, name.lower()))
    for start, end in _iter_sigma(scan.lower):
        name = scan.text[start:end]
        found.append(Found(start, end, "sigma-rule", name, name.lower()))
    return [item for item in found if scan.take_free(item.start, item.end)]


def _iter_yara(lower: bytes, raw: bytes | bytearray) -> list[tuple[int, int]]:
    if b"rule" not in lower or b"condition" not in lower:
        return []
    return [found.span(1) for found in _YARA.finditer(raw)]


def _iter_sigma(lower: bytes) -> list[tuple[int, int]]:
    """Ranges of titles; a log source and a detection must follow before the next title."""
    if b"logsource:" not in lower or b"detection:" not in lower:
        return []
    ranges = []
    titles = list(_TITLE.finditer(lower))
    for index, found in enumerate(titles):
        limit = titles[index + 1].start() if index + 1 < len(titles) else len(lower)
        limit = min(limit, found.end() + LONGEST_RULE)
        if (
            lower.find(b"logsource:", found.end(), limit) >= 0
            and lower.find(b"detection:", found.end(), limit) >= 0
        ):
            ranges.append((found.start(1), found.start(1) + len(found[1].rstrip())))
    return ranges


def find_rules(text: str) -> list[Mention]:
    """Find YARA and Sigma rules whole.

    Args:
        text: one rendition. Spans of the result are code points into it.

    Returns:
        Mentions in text order that do not overlap; `surface` is the rule from its first word to its end,
        `name` the name or title, `kind` ``yara-rule`` or ``sigma-rule``. They hold what `find_observables`
        finds inside them.
    """
    lower = text.replace("?", ".").encode("ascii", "replace").lower()
    spans = []
    for start, end in _iter_yara(lower, text.encode("ascii", "replace")):
        begin = text.rfind("rule", 0, start)
        if stop := _end_yara(text, end):
            spans.append((begin, stop, text[start:end], "yara-rule"))
    for start, end in _iter_sigma(lower):
        begin = text.rfind("title", 0, start)
        field = _FIELD.search(text, end, begin + LONGEST_RULE)
        stop = field.start() if field else min(len(text), begin + LONGEST_RULE)
        spans.append((begin, begin + len(text[begin:stop].rstrip()), text[start:end], "sigma-rule"))
    mentions: list[Mention] = []
    for begin, stop, name, kind in sorted(spans):
        if mentions and begin < mentions[-1].span.end:
            continue
        mentions.append(
            Mention(
                span=Span(begin, stop),
                surface=text[begin:stop],
                name=name,
                normal=name.lower(),
                type=EntityType.OBSERVABLE,
                rule=f"observable:{kind}",
                kind=kind,
                role=Role.INDICATOR,
            )
        )
    return mentions


def _end_yara(text: str, position: int) -> int:
    """Where the braces of a rule are closed that follow `position`; 0 if they are not."""
    depth = 0
    comment = False
    for found in _TOKEN.finditer(text, position, position + LONGEST_RULE):
        token = found.group()
        if comment or token in ("/*", "*/"):
            comment = token != "*/" and (comment or token == "/*")
        elif token == "{":
            depth += 1
        elif token == "}":
            depth -= 1
            if depth == 0:
                return found.end()
    return 0
