"""Hashes, files, registry keys, wallets and what only its label tells."""

import hashlib

import pytest

from urazuke.mentions.observables import find_observables, find_rules
from urazuke.model.mention import EntityType

MD5 = hashlib.md5(b"x").hexdigest()
SHA1 = hashlib.sha1(b"x").hexdigest()
SHA256 = hashlib.sha256(b"x").hexdigest()
SHA512 = hashlib.sha512(b"x").hexdigest()


def found(text: str) -> list[tuple[str | None, str]]:
    return [(mention.kind, mention.name) for mention in find_observables(text)]


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        (MD5.upper(), "file:md5", MD5),
        (f"SHA1:{SHA1}", "file:sha1", SHA1),
        (f"SHA256{SHA256}", "file:sha256", SHA256),
        (f"|{SHA512}|", "file:sha512", SHA512),
        (f"imphash: {MD5}", "file:imphash", MD5),
        (f"JA3 {MD5}", "ja3", MD5),
        (f"シリアル番号：{MD5}", "x509-certificate", MD5),
        ("ssdeep: 768:oO5rlgV9wO5rlgV9wO5:abcDEFghi", "file:ssdeep", "768:oO5rlgV9wO5rlgV9wO5:abcDEFghi"),
        ("T1" + SHA256.upper() + "ABCDEF", "file:tlsh", "T1" + SHA256.upper() + "ABCDEF"),
        (f"{SHA256[:44]}\n{SHA256[44:]}\n", "file:sha256", SHA256),
        (f"SHA256: {SHA256[:32]}\n{SHA256[32:]}\n", "file:sha256", SHA256),
        (f"{SHA512[:50]}\n{SHA512[50:100]}\n{SHA512[100:]} end", "file:sha512", SHA512),
    ],
)
def test_hash(text: str, kind: str, name: str) -> None:
    assert found(text) == [(kind, name)]


def test_two_hashes_on_two_lines_are_not_joined() -> None:
    assert found(f"{MD5}\n{SHA256[:32]}\n") == [("file:md5", MD5), ("file:md5", SHA256[:32])]


@pytest.mark.parametrize(
    "text", ["0" * 32, "deadbeef" * 9, f"commit {SHA1}", f"x{MD5}", "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEF"]
)
def test_other_runs_are_no_hashes(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        (r"to C:\Program Files\Foo Bar\evil.exe and then", "file:path", r"C:\Program Files\Foo Bar\evil.exe"),
        (r"パスはC:\Windows\Temp\evil.dllに置かれ", "file:path", r"C:\Windows\Temp\evil.dll"),
        (r"%APPDATA%\Foo\a.vbs", "file:path", r"%APPDATA%\Foo\a.vbs"),
        (r"\\files\share\x.exe", "file:path", r"\\files\share\x.exe"),
        (r"D:\work\项目\loader.pdb", "file:path", r"D:\work\项目\loader.pdb"),
        (r"C:\Users\<user>\AppData\x.exe", "file:path", r"C:\Users\<user>\AppData\x.exe"),
        ("run C:/Windows/x.exe now", "file:path", "C:/Windows/x.exe"),
        ("in ~/Library/x.plist now", "file:path", "~/Library/x.plist"),
        ("in /tmp/.x/backdoor and", "file:path", "/tmp/.x/backdoor"),
        (r"HKCU\Software\Foo を登録", "windows-registry-key", r"HKEY_CURRENT_USER\Software\Foo"),
        (
            r"HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Runに登録",
            "windows-registry-key",
            r"HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Run",
        ),
        ('a mutex named "Global\\Foo-1"', "mutex", "Global\\Foo-1"),
        ("ミューテックス「ABC_x」を作成", "mutex", "ABC_x"),
        ("互斥体名为 QWE123", "mutex", "QWE123"),
        ("User-Agent: curl/7.1", "user-agent", "curl/7.1"),
        (
            "ran Mozilla/5.0 (X11; Linux) Gecko/20100101 Firefox/5.0 then",
            "user-agent",
            "Mozilla/5.0 (X11; Linux) Gecko/20100101 Firefox/5.0",
        ),
        ("in AS4134 again", "autonomous-system", "AS4134"),
        ("AS番号 9808", "autonomous-system", "AS9808"),
        ("serial number 0A:1B:2C:3D:4E:5F:60:71:82", "x509-certificate", "0A:1B:2C:3D:4E:5F:60:71:82"),
        ("電話：03-1234-5678", "phone-number", "03-1234-5678"),
        ("call +81 3 1234 5678.", "phone-number", "+81 3 1234 5678"),
        ("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "cryptocurrency-wallet", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"),
        (
            "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
            "cryptocurrency-wallet",
            "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
        ),
        (
            "0xde0B295669a9FD93d5F28D9Ec85E40f4cb697BAe",
            "cryptocurrency-wallet",
            "0xde0B295669a9FD93d5F28D9Ec85E40f4cb697BAe",
        ),
    ],
)
def test_trace(text: str, kind: str, name: str) -> None:
    assert found(text) == [(kind, name)]


@pytest.mark.parametrize(
    "text",
    [
        "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb",
        "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdp",
        "The mutex is created to avoid running twice.",
        "C++11 and AS400 and T12345 and A\\B",
        "a ratio of 12:abcdefgh:abcdefgh",
    ],
)
def test_look_alikes_are_left(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "kind", "name", "type_"),
    [
        ("cve_2017_0199", "vulnerability", "CVE-2017-0199", EntityType.VULNERABILITY),
        ("ＣＶＥ－２０２１－４４２２８を悪用", "vulnerability", "CVE-2021-44228", EntityType.VULNERABILITY),
        ("CVE\u20112020\u20110601", "vulnerability", "CVE-2020-0601", EntityType.VULNERABILITY),
        ("CWE-079", "weakness", "CWE-79", EntityType.VULNERABILITY),
        ("手法T1566.001を", "attack-pattern", "T1566.001", EntityType.ATTACK_PATTERN),
        ("/techniques/T1059/003", "attack-pattern", "T1059.003", EntityType.ATTACK_PATTERN),
        ("(TA0001)", "x-mitre-tactic", "TA0001", EntityType.ATTACK_PATTERN),
    ],
)
def test_catalogued(text: str, kind: str, name: str, type_: EntityType) -> None:
    (mention,) = find_observables(text)
    assert (mention.kind, mention.name, mention.type, mention.role) == (kind, name, type_, None)


def test_numbers_after_a_slash_go_on_a_list_of_cves() -> None:
    assert found("CVE-2021-26855/26857/26858 of") == [
        ("vulnerability", "CVE-2021-26855"),
        ("vulnerability", "CVE-2021-26857"),
        ("vulnerability", "CVE-2021-26858"),
    ]


YARA = (
    'rule APT_Foo : apt {\n  meta: hash = "'
    + MD5
    + '"\n  strings: $a = "}{" // }\n  $b = { 4D 5A }\n  condition: any of them\n}'
)
SIGMA = (
    "title: Odd child of a viewer\nlogsource:\n  product: windows\n"
    "detection:\n  a:\n    Image: x\n  condition: a"
)


def test_rule_names_are_observables_beside_what_the_rule_holds() -> None:
    assert found(YARA) == [("yara-rule", "APT_Foo"), ("file:md5", MD5)]
    assert found(SIGMA) == [("sigma-rule", "Odd child of a viewer")]


def test_rules_are_found_whole() -> None:
    text = f"以下のルールを使う。\n{YARA}\nText again.\n{SIGMA}\nText after it.\n"
    assert [(rule.kind, rule.surface) for rule in find_rules(text)] == [
        ("yara-rule", YARA),
        ("sigma-rule", SIGMA),
    ]


def test_rule_that_does_not_end_is_left_out() -> None:
    assert find_rules("rule Foo { strings: $a = { 4D condition: x") == []
