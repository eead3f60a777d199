"""Laws: defanging is undone, spans are exact, nothing overlaps, time grows as the text does."""

import re
import time
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from urazuke.mentions.observables import find as finder
from urazuke.mentions.observables import find_observables, find_rules
from urazuke.mentions.observables.refang import refang

LABEL = st.from_regex(r"[a-z][a-z0-9]{2,9}(-[a-z0-9]{2,6})?", fullmatch=True).filter(
    lambda label: label not in {"www", "com", "org", "net", "dot"}
)
HOST = st.builds(
    lambda labels, root: ".".join([*labels, root]),
    st.lists(LABEL, min_size=1, max_size=3),
    st.sampled_from(["com", "net", "ru", "co.jp", "com.cn", "xyz", "onion", "co.uk"]),
)
ADDRESS = st.ip_addresses(v=4).map(str)
PATH = st.from_regex(r"(/[a-z0-9_]{1,8}){1,3}(\.php)?", fullmatch=True)
DOTS = [
    "[.]",
    "(.)",
    "{.}",
    "<.>",
    "[dot]",
    "(dot)",
    "{DOT}",
    "[.",
    ".]",
    "\\.",
    "\\[.\\]",
    " [.] ",
    " dot ",
    "．",
    "【.】",
    "[[.]]",
    "&#46;",
]
SCHEMES = [
    "hxxp://",
    "hXXp://",
    "http[:]//",
    "hxxp[:]//",
    "http[://]",
    "h**p://",
    "meow://",
    "http:\\\\",
    "ttp://",
    "http://",
]
FRAMES = [
    "It spoke to {} at night.",
    "通信先は{}です。",
    "| {} | C2 |",
    "域名“{}”，",
    "({})",
    "{}",
    "a\n{}\nb",
]


def names(text: str) -> list[str]:
    return [mention.name for mention in find_observables(text)]


@given(HOST, st.sampled_from(DOTS), st.sampled_from(FRAMES))
def test_defanged_host_comes_back(host: str, dot: str, frame: str) -> None:
    assert names(frame.format(host.replace(".", dot))) == [host]


@given(ADDRESS, st.sampled_from(DOTS), st.sampled_from(FRAMES))
def test_defanged_address_comes_back(address: str, dot: str, frame: str) -> None:
    assert names(frame.format(address.replace(".", dot))) == [address]


@given(
    HOST,
    PATH,
    st.sampled_from(SCHEMES),
    st.sampled_from(["[.]", "(.)", ".", "[dot]", " [.] "]),
    st.sampled_from(FRAMES),
)
def test_defanged_url_comes_back(host: str, path: str, scheme: str, dot: str, frame: str) -> None:
    written = scheme + host.replace(".", dot) + path
    assert names(frame.format(written)) == ["http://" + host + path]


@given(
    LABEL,
    HOST,
    st.sampled_from(["[@]", "(at)", "[at]", "@", "＠", " [at] "]),
    st.sampled_from(["[.]", "(dot)", ".", "[.", "\\."]),
)
def test_defanged_email_comes_back(local: str, host: str, at: str, dot: str) -> None:
    assert names(f"by {local}{at}{host.replace('.', dot)} in May") == [f"{local}@{host}"]


SIGNS = st.sampled_from(
    [
        *DOTS,
        *SCHEMES,
        *FRAMES,
        "a",
        "b.com",
        "1.2.3.4",
        "C:\\",
        "HKLM\\",
        "cve-2020-1234",
        "@",
        "：",
        "。",
        "\u200b",
        "http",
        "mutex ",
        "rule x {",
        "\r\n",
        "İ",
        "\U0001f600",
        "\ud800",
        "ａ",
        "%A%\\",
        "title: ",
        "f" * 32,
        "# IOC",
        "|",
    ]
)
TEXT = st.one_of(st.text(max_size=200), st.lists(SIGNS, max_size=30).map("".join))


@given(TEXT)
@settings(max_examples=400)
def test_spans_are_exact_in_order_and_apart_on_any_text(text: str) -> None:
    mentions = find_observables(text)
    assert all(text[mention.span.start : mention.span.end] == mention.surface != "" for mention in mentions)
    assert all(left.span.end <= right.span.start for left, right in pairwise(mentions))
    assert all(mention.name and mention.normal for mention in mentions)
    find_rules(text)


@given(TEXT)
def test_every_range_of_a_refanged_text_has_its_way_home(text: str) -> None:
    plain = refang(text)
    places = [plain.to_original(place, place + 1) for place in range(len(plain.text))]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert all(left[1] <= right[0] or left == right for left, right in pairwise(places))


def test_parts_of_a_long_text_are_joined_at_line_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "# IOC\n" + "".join(f"host{number}.com and text\n" for number in range(60))
    whole = find_observables(text)
    monkeypatch.setattr(finder, "PART_SIZE", 200)
    assert find_observables(text) == whole


HOSTILE: dict[str, Callable[[int], str]] = {
    "nested brackets": lambda size: "[" * size,
    "mixed brackets": lambda size: "[(<{" * (size // 4),
    "no space": lambda size: "a" * size,
    "dots": lambda size: "." * size,
    "bracketed dots": lambda size: "[.]" * (size // 3),
    "defanged labels": lambda size: "a[.]" * (size // 4),
    "plain labels": lambda size: "a." * (size // 2),
    "hexadecimal": lambda size: "deadbeef" * (size // 8),
    "hexadecimal lines": lambda size: "deadbeef\n" * (size // 9),
    "at signs": lambda size: "a@" * (size // 2),
    "schemes": lambda size: "http://" * (size // 7),
    "backslashed schemes": lambda size: "http:\\\\a\\b" * (size // 10),
    "glued addresses": lambda size: "http://a.com" * (size // 12),
    "brackets in an address": lambda size: "http://a.com/" + "(" * size,
    "backslashes": lambda size: "\\" * size,
    "drives": lambda size: "C:\\a" * (size // 4),
    "colons": lambda size: "a:" * (size // 2),
    "slashes": lambda size: "/a" * (size // 2),
    "spelled": lambda size: "a at b dot " * (size // 11),
    "broken addresses": lambda size: "//-\n" * (size // 4),
    "rules": lambda size: "rule a { condition " * (size // 19),
    "titles": lambda size: "\ntitle: a\nlogsource:" * (size // 20) + "detection:",
    "headings": lambda size: "## ioc\n" * (size // 7),
    "wide": lambda size: "！ａ。" * (size // 3),
    "foreign names": lambda size: "あ.doc" * (size // 5),
}


def _seconds(text: str) -> float:
    best = 1e9
    for _ in range(3):
        start = time.process_time()
        find_observables(text)
        best = min(best, time.process_time() - start)
    return best


@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_no_faster_than_the_text(name: str) -> None:
    small, large = _seconds(HOSTILE[name](8_000)), _seconds(HOSTILE[name](64_000))
    # Eight times the text: linear is 8, quadratic 64. Below a millisecond one measures the clock itself.
    assert large / max(small, 1e-3) < 24


def test_find_rules_is_linear_in_rules_that_do_not_end() -> None:
    start = time.process_time()
    assert find_rules("rule a { " * 2_000 + "condition") == []
    assert time.process_time() - start < 5


def test_names_hold_no_marks() -> None:
    text = "hxxp[:]//a[.]com/x b[.]co[.]jp c[at]d[.]ru 1[.]2[.]3[.]4"
    assert not any(re.search(r"[\[\](){}]|hxxp", name) for name in names(text))
