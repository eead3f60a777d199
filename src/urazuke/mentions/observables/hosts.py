"""Whether a run of letters, digits, hyphens and full stops is a host name, an address, a file or nothing."""

import ipaddress
import re
from functools import lru_cache

from urazuke.mentions.observables.words import load_file_words, load_host_words, load_suffixes

_WORDS = load_host_words()
_FILES = load_file_words()
_LABELS = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+(?:xn--[a-z0-9-]{2,59}|[a-z]{2,24})\Z")
_OCTETS = re.compile(r"(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\Z")
LONGEST_HOST = 253
"""The greatest length of a host name (RFC 1035)."""


def is_address(run: str) -> bool:
    """Whether `run` is an IPv4 address in dotted form, without leading zeros."""
    found = _OCTETS.match(run)
    return bool(found) and all(part == str(int(part)) and int(part) < 256 for part in found.groups())  # type: ignore[union-attr]


def is_domain(run: str) -> bool:
    """Whether `run`, in lower case, is a host name below a known root, and no bare public suffix."""
    if len(run) > LONGEST_HOST or not _LABELS.match(run):
        return False
    root = run.rpartition(".")[2]
    suffixes = load_suffixes()
    return (root in suffixes.roots or root.startswith("xn--")) and run not in suffixes.public


def is_local(run: str) -> bool:
    """Whether `run` is a name that means something on one network alone."""
    return run.rpartition(".")[2] in _WORDS.local_roots


@lru_cache(maxsize=4096)
def is_plain_domain(run: str) -> bool:
    """Whether `run`, met without scheme or defanging, is a host name and no file, program text or prose."""
    lower = run.lower()
    labels = lower.split(".")
    root = labels[-1]
    if not is_domain(lower) or lower in _WORDS.not_hosts or "_" in labels[-2]:
        return False
    if run.rpartition(".")[2][:1].isupper() and not run.isupper():  # "ASP.Net", "malware.It"
        return False
    if run.isupper() and len(run) <= 6:
        return False
    if len(labels) == 2:
        short = len(labels[0]) == 1 and len(root) != 2 and root != "com"
        return not (short or root in _WORDS.file_like or root in _WORDS.code_like)
    if (
        root in _FILES.extensions
        and root not in ("com", "pl", "rs", "so", "cc")
        and labels[0] != "www"
        and (root in _WORDS.file_like)
    ):
        return False
    return labels[0] not in _WORDS.package_roots


@lru_cache(maxsize=4096)
def is_file_name(run: str) -> bool:
    """Whether `run` ends in an ending of files and has a stem that could be one."""
    stem, dot, extension = run.rpartition(".")
    if (
        not dot
        or extension.lower() not in _FILES.extensions
        or len(run) > 128
        or run.lower() in _WORDS.not_hosts
    ):
        return False
    if run.count(".") > 1 and run.partition(".")[0] in _WORDS.package_roots:
        return False
    if extension[:1].isupper() and not extension.isupper():  # "end.Net", "risk.One"
        return False
    if len(extension) == 1 or extension.lower() in (
        "dat",
        "key",
        "map",
        "one",
        "job",
        "lock",
        "date",
        "node",
    ):
        return len(stem) > 2 and not stem[0].isdigit() and stem.lower() not in _PROPERTIES
    return any(char.isalnum() for char in stem) and stem.lower() not in _PROPERTIES


_PROPERTIES = frozenset(
    ("this", "self", "window", "document", "console", "system", "object", "math", "os", "e.g", "i.e")
)


def is_ending(run: str) -> bool:
    """Whether `run` is nothing but endings of files: "pdf.exe" of "the double ending .pdf.exe"."""
    return all(label in _FILES.extensions for label in run.lower().split("."))


def cut_sentence(run: str) -> str:
    """`run` without a sentence glued to its end: ``evil.com.Then`` gives ``evil.com``."""
    head, dot, tail = run.rpartition(".")
    if dot and tail[:1].isupper() and is_domain(head.lower()):
        return head
    return run


def to_address6(run: str) -> str | None:
    """The shortest form of an IPv6 address, None if `run` is none."""
    try:
        return ipaddress.IPv6Address(run).compressed
    except ValueError:
        return None


def is_public_address(run: str) -> bool:
    """Whether an address, with or without a prefix length, can be reached from the whole internet."""
    try:
        return ipaddress.ip_network(run, strict=False).is_global
    except ValueError:
        return True


def to_ascii_host(host: str) -> str | None:
    """The A-label form of an internationalised host name in lower case, None if it has none."""
    if host.isascii():
        return host.lower()
    import idna  # the tables are heavy, and such hosts are rare

    try:
        return idna.encode(host.lower(), uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        return None
