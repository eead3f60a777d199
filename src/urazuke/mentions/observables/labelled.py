"""Find what only its label tells apart: mutexes, user agents, serials, telephone numbers, AS numbers."""

import re

from urazuke.mentions.observables.scan import Found, Scan
from urazuke.mentions.observables.words import load_labels

_LABELS = load_labels()
_QUOTES = "\"'“”‘’`「」『』《》\u300c"
_FILLER = "|".join(re.escape(word) for word in sorted(_LABELS["mutex_fillers"], key=len, reverse=True))
_MUTEX = re.compile(
    rf"(?:[\s:：=\-–→>|(（]|(?:{_FILLER})(?![A-Za-z0-9_])){{0,24}}+(?P<open>[{_QUOTES}])?(?P<value>(?:(?:Global|Local|Session\\\d)\\{{1,2}})?[^\s{_QUOTES},;、。，；)）<>|]{{3,128}})"
)
_AGENT = re.compile(
    r"Mozilla/\d\.\d(?: \([^()\r\n]{1,256}\)"
    r"(?: [A-Za-z][\w.]{0,40}/[\w.+-]{1,40}(?: \([^()\r\n]{1,128}\))?){0,12})?"
)
_AGENT_VALUE = re.compile(
    rf"(?:\s?(?:string|strings|header|is|of|was|値|は|为))?\s{{0,3}}[:：=]\s{{0,3}}[{_QUOTES}]?(?P<value>[^\r\n\t{_QUOTES}、。|<>]{{3,256}})"
)
_PAIRS = r"(?:[0-9A-Fa-f]{2}[: ]){7,24}[0-9A-Fa-f]{2}(?![0-9A-Fa-f])"
_SERIAL = re.compile(
    r"(?:\s?(?:number|no\.?|#|番号))?[\s:：=#|]{0,6}"
    rf"(?P<value>{_PAIRS}|(?:0x)?[0-9A-Fa-f]{{16,40}}(?![0-9A-Za-z]))"
)
_PHONE = re.compile(r"[\s.:：]{0,4}(?P<value>\+?\(?\d[\d() \-.]{5,20}\d)(?![\d])")
_ABROAD = re.compile(r"\+[1-9]\d{0,2}(?:[ \-.]?\(?\d{1,5}\)?){2,6}(?![\w])")
_SYSTEM = re.compile(r"[\s.:：#]{0,4}(?P<value>\d{2,10})(?![\d.])")


def find_user_agents(scan: Scan) -> list[Found]:
    """User agents: those of browsers anywhere, others after their label."""
    found: list[Found] = []
    position = scan.raw.find(b"Mozilla/")
    while position >= 0:
        matched = _AGENT.match(scan.text, position)
        if matched and len(matched.group()) > 12:
            _add(scan, found, position, matched.end(), "user-agent", matched.group())
        position = scan.raw.find(b"Mozilla/", position + 8)
    for end in scan.cues.labels.get("agents", ()):
        matched = _AGENT_VALUE.match(scan.text, end)
        if matched:
            value = matched["value"].rstrip(" .,;")
            _add(
                scan, found, matched.start("value"), matched.start("value") + len(value), "user-agent", value
            )
    return found


def find_mutexes(scan: Scan) -> list[Found]:
    """Names of mutexes that stand after the word, quoted or of a form that no word of prose has."""
    found: list[Found] = []
    for end in scan.cues.labels.get("mutexes", ()):
        matched = _MUTEX.match(scan.text, end)
        if not matched:
            continue
        value = matched["value"].rstrip(".:")
        odd = any(char.isdigit() or char in "_{}\\" for char in value) or value[1:] != value[1:].lower()
        if (matched["open"] or odd) and len(value) > 2 and value.isascii():
            _add(scan, found, matched.start("value"), matched.start("value") + len(value), "mutex", value)
    return found


def find_serials(scan: Scan) -> list[Found]:
    """Serial numbers of certificates after their label."""
    found: list[Found] = []
    for end in scan.cues.labels.get("serials", ()):
        matched = _SERIAL.match(scan.text, end)
        if matched:
            value = matched["value"]
            plain = re.sub(r"[: ]", "", value.removeprefix("0x")).lower()
            _add(scan, found, matched.start("value"), matched.end("value"), "x509-certificate", value, plain)
    return found


def find_phones(scan: Scan) -> list[Found]:
    """Telephone numbers after their label, or with a plus sign and the code of a country."""
    found: list[Found] = []
    for end in scan.cues.labels.get("phones", ()):
        matched = _PHONE.match(scan.text, end)
        if matched:
            _add_phone(scan, found, matched.start("value"), matched["value"])
    position = scan.raw.find(b"+")
    while position >= 0:
        if not scan.raw[position - 1 : position].isalnum() and (
            matched := _ABROAD.match(scan.text, position)
        ):
            _add_phone(scan, found, position, matched.group())
        position = scan.raw.find(b"+", position + 1)
    return found


def _add_phone(scan: Scan, found: list[Found], start: int, value: str) -> None:
    digits = re.sub(r"\D", "", value)
    if 8 <= len(digits) <= 15 and len(set(digits)) > 2:
        _add(
            scan,
            found,
            start,
            start + len(value),
            "phone-number",
            value,
            ("+" if value[0] == "+" else "") + digits,
        )


def find_systems(scan: Scan) -> list[Found]:
    """Numbers of autonomous systems after their label."""
    found: list[Found] = []
    for end in scan.cues.labels.get("systems", ()):
        matched = _SYSTEM.match(scan.text, end)
        if matched and int(matched["value"]) < 2**32:
            name = f"AS{int(matched['value'])}"
            _add(scan, found, matched.start("value"), matched.end("value"), "autonomous-system", name)
    return found


def _add(
    scan: Scan, found: list[Found], start: int, end: int, kind: str, name: str, normal: str | None = None
) -> None:
    """Add a finding unless another finder has had some of its range."""
    if end > start and scan.take_free(start, end):
        found.append(Found(start, end, kind, name, normal if normal is not None else name.lower()))
