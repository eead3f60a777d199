"""Hosts, addresses, URLs and e-mail in every style of defanging, in three languages."""

from pathlib import Path

import pytest
import yaml

from urazuke.mentions.observables import find_observables

STYLES: dict[str, list[str]] = yaml.safe_load(Path(__file__).with_name("styles.yml").read_text("utf-8"))


def found(text: str) -> list[tuple[str | None, str]]:
    return [(mention.kind, mention.name) for mention in find_observables(text)]


@pytest.mark.parametrize("written", STYLES["domain"])
def test_host_is_refanged_from_its_style(written: str) -> None:
    assert found(f"It spoke to {written} at night.") == [("domain-name", "bad-host.com")]


@pytest.mark.parametrize(
    "written",
    ["bad-host [.] com", "bad-host [dot] com", "bad-host dot com", "bad-host . com", "bad-host[.]\ncom"],
)
def test_host_with_spaces_around_its_marks(written: str) -> None:
    assert found(f"It spoke to {written}, we saw.") == [("domain-name", "bad-host.com")]


@pytest.mark.parametrize("written", STYLES["url"])
def test_url_is_refanged_from_its_style(written: str) -> None:
    assert found(f"取得元は{written} であった") == [("url", "http://x.co.kr/a")]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("hxxp[s]://x.co.kr/a", "https://x.co.kr/a"),
        ("ttps://x.co.kr/a", "https://x.co.kr/a"),
        ("hxxps[:]//x[.]co[.]kr[:]8443/a?b=1#c", "https://x.co.kr:8443/a?b=1#c"),
        ("fxp://x.co.kr/a", "ftp://x.co.kr/a"),
        ("http://nw [.] x.co.kr/v/l.php", "http://nw.x.co.kr/v/l.php"),
        ("x[.]co[.]kr/a/b.php", "x.co.kr/a/b.php"),
        ("http://10.1.2.3/a_(b)", "http://10.1.2.3/a_(b)"),
        ("http://x.co.kr/[name]/login[.]php", "http://x.co.kr/[name]/login.php"),
        ("http://x.co.kr/a.php?x=[id]&y=1", "http://x.co.kr/a.php?x=[id]&y=1"),
        ("http://例え.jp/a", "http://例え.jp/a"),
    ],
)
def test_url_keeps_its_parts(written: str, name: str) -> None:
    assert found(f"From {written} it came") == [("url", name)]


@pytest.mark.parametrize("written", STYLES["ipv4"])
def test_address_is_refanged_from_its_style(written: str) -> None:
    assert found(f"通信先は{written}です") == [("ipv4-addr", "203.0.114.9")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("block 203.0.114.0/24 now", [("ipv4-addr", "203.0.114.0/24")]),
        ("203.0.114.4-203.0.114.9", [("ipv4-addr", "203.0.114.4"), ("ipv4-addr", "203.0.114.9")]),
        ("2001[:]db8[:]85a3[::]8a2e", [("ipv6-addr", "2001:db8:85a3::8a2e")]),
        ("net 2606:4700::/32", [("ipv6-addr", "2606:4700::/32")]),
        ("mac 00:1A:2B:3C:4D:5E", [("mac-addr", "00:1A:2B:3C:4D:5E")]),
    ],
)
def test_ranges_and_other_addresses(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "written",
    [
        *STYLES["email"],
        "li.wang8 at mail dot cz",
        "li dot wang8 at mail dot cz",
        "li.wang8 [at] mail [dot] cz",
    ],
)
def test_email_is_refanged_from_its_style(written: str) -> None:
    assert found(f"registered by {written} in May") == [("email-addr", "li.wang8@mail.cz")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("次の通信先evil.comに接続し、8.8.4.4へ送る。", ["evil.com", "8.8.4.4"]),
        ("连接恶意域名evil.cn并下载x.exe文件", ["evil.cn", "x.exe"]),
        ("「請求書.docx」を開くとhttp://evil.com/aに接続", ["請求書.docx", "http://evil.com/a"]),
        ("evil.com。IPは8.8.4.4。", ["evil.com", "8.8.4.4"]),
        ("ハッシュ値はd41d8cd98f00b204e9800998ecf8427eである", ["d41d8cd98f00b204e9800998ecf8427e"]),
        ("日本語.jp と пример.рф と münchen[.]de", ["日本語.jp", "пример.рф", "münchen.de"]),
    ],
)
def test_found_beside_kana_and_kanji(text: str, expected: list[str]) -> None:
    assert [name for _, name in found(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("http://a.com/xhttp://b.com/y", ["http://a.com/x", "http://b.com/y"]),
        ("http://a.com/https://b.com/y", ["http://a.com/", "https://b.com/y"]),
        ("http://a.comhttp://b.com", ["http://a.com", "http://b.com"]),
        ("hxxp://a[.]com/xhxxp://b[.]com/y", ["http://a.com/x", "http://b.com/y"]),
        ("http://a.com/x,http://b.com/y", ["http://a.com/x", "http://b.com/y"]),
        ("http://a.com/?u=http://b.com/y", ["http://a.com/?u=http://b.com/y"]),
        (
            "https://web.archive.org/web/2020/http://a.com/",
            ["https://web.archive.org/web/2020/http://a.com/"],
        ),
    ],
)
def test_glued_urls_are_parted_and_nested_ones_are_not(text: str, expected: list[str]) -> None:
    assert [name for _, name in found(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("http://a.com/long-\npart.php was", ["http://a.com/long-part.php"]),
        ("http://a.com/x/\ny/part.php\nwas", ["http://a.com/x/y/part.php"]),
        ("http://a.com/x/\nb.com/part.php\nwas", ["http://a.com/x/", "b.com/part.php"]),
        ("http://a.com/\nhttp://b.com/\nThe next", ["http://a.com/", "http://b.com/"]),
        ("http://a.com/x\nThe next", ["http://a.com/x"]),
    ],
)
def test_line_break_inside_a_url(text: str, expected: list[str]) -> None:
    assert [name for _, name in found(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "System.Net and ASP.NET and Microsoft.Win32 and com.vendor.app",
        "It ended.Then it began, e.g. in the U.S. and i.e. there.",
        "version 1.2.3.4, v1.2.3.4, Chrome/91.0.4.124, 1.2.3, 1.2.3.4.5, 300.1.1.1, 3.5 %",
        "Connect the dot to the line, a red (dot) is there, during the dot com boom.",
        "this.name = document.domain; std::string at 12:34:56",
        "see [1.]a and a.[info and x.[y] and foo(.*) and [.] and (dot)",
        "ファイルの拡張子(.exe)を確認する。",
    ],
)
def test_prose_and_code_are_no_observables(text: str) -> None:
    assert found(text) == []


def test_file_name_is_no_host() -> None:
    assert found("open documents.zip, report.pdf and setup.py") == [
        ("file:name", "documents.zip"),
        ("file:name", "report.pdf"),
        ("file:name", "setup.py"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('the file "Social Security Reform - 3.doc" was sent', ["Social Security Reform - 3.doc"]),
        ("附件“会议 通知 final.docx”", ["会议 通知 final.docx"]),
        ('he said "no" and sent a.doc "at once"', ["a.doc"]),
        ("the double ending .pdf.chm of it", []),
        ("公開.NETフレームワーク", []),
    ],
)
def test_file_name_is_taken_to_its_quotation_marks(text: str, expected: list[str]) -> None:
    assert [name for _, name in found(text)] == expected
