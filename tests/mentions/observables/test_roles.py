"""What an observable is in its report."""

import pytest

from urazuke.mentions.observables import find_observables
from urazuke.model.mention import Role

IND, REF, VIC, BEN = Role.INDICATOR, Role.REFERENCE, Role.VICTIM, Role.BENIGN


def roles(text: str, *publishers: str) -> dict[str, Role | None]:
    return {
        mention.name: mention.role
        for mention in find_observables(text, publisher_domains=frozenset(publishers))
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It used bad-host[.]com.", IND),
        ("Read https://bad-host.com/post for more.", REF),
        ("The malicious domain bad-host.com is new.", IND),
        ("悪性ドメインbad-host.comに接続する。", IND),
        ("恶意域名bad-host.com", IND),
        ("The victim portal was shop[.]example-corp[.]jp", VIC),
        ("被害組織のサイトshop[.]kaisha[.]jp", VIC),
        ("It reached 8.8.4.4 then.", IND),
        ("It reached 192.168.1.7 then.", BEN),
        ("It reached example[.]com then.", IND),
        ("It reached microsoft.com then.", BEN),
        ("We shared it on https://github.com/x/y today.", REF),
        ("![a](https://cdn.bad-host.com/a.png)", REF),
        ("It started cmd.exe twice.", BEN),
        ("It started odd-name.exe twice.", IND),
        ("He used li.wang8@gmail.com for it.", IND),
        ("Write to press@bad-host.com for it.", REF),
    ],
)
def test_role_by_context(text: str, expected: Role) -> None:
    assert list(roles(text).values()) == [expected]


@pytest.mark.parametrize(
    "heading",
    [
        "# Indicators of Compromise",
        "IOCs:",
        "## 7. IOC",
        "侵害指標（IOC）",
        "【通信先】",
        "失陷指标",
        "| Indicator | Type |",
    ],
)
def test_plain_values_under_an_indicator_heading_are_indicators(heading: str) -> None:
    assert roles(f"Text.\n{heading}\n| bad-host.com | C |\n")["bad-host.com"] is IND


@pytest.mark.parametrize("heading", ["# References", "参考文献", "参考情報：", "参考资料", "Sources:"])
def test_values_under_a_reference_heading_are_references(heading: str) -> None:
    assert roles(f"# IOC\nbad-host.com\n{heading}\nhttp://other-host.com/x\n") == {
        "bad-host.com": IND,
        "http://other-host.com/x": REF,
    }


def test_section_ends_at_the_next_heading_of_its_level_but_not_below() -> None:
    text = "## IOC\n### Hosts\nbad-host.com\n## About us\nother-host.com\n"
    assert roles(text) == {"bad-host.com": IND, "other-host.com": REF}


def test_section_of_a_table_ends_with_its_rows() -> None:
    assert roles("| IOC | Note |\n| bad-host.com | x |\n\nWe are other-host.com here.") == {
        "bad-host.com": IND,
        "other-host.com": REF,
    }


def test_word_of_a_heading_inside_prose_opens_no_section() -> None:
    assert (
        roles("We list the indicators of compromise of this case at the end of the text.\nother-host.com")[
            "other-host.com"
        ]
        is REF
    )


def test_publisher_is_a_reference_even_defanged() -> None:
    assert roles("C2: blog.vendor[.]com", "vendor.com") == {"blog.vendor.com": REF}


def test_host_defanged_once_is_an_indicator_everywhere() -> None:
    text = "Later bad-host.com and other-host.com were seen.\nIt fetched hxxp://bad-host.com/x first."
    assert roles(text) == {"bad-host.com": IND, "other-host.com": REF, "http://bad-host.com/x": IND}


def test_picture_is_a_reference_unless_listed() -> None:
    assert roles("figure-one.png\n# IOC\nfigure-two.png") == {"figure-one.png": REF, "figure-two.png": IND}
