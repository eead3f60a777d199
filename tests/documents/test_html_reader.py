import time

import pytest
from lxml import html as lxml_html

from urazuke.documents import read_documents
from urazuke.model.document import BlockKind, Document, Rendition
from urazuke.model.issue import Issue
from urazuke.model.place import ElementPath

PAGE = """<!DOCTYPE html><html lang="en-US"><head><title>北の集団が銀行を攻撃 | 架空新聞</title>
<meta property="og:site_name" content="架空新聞">
<meta property="article:published_time" content="2024-03-05T09:00:00+09:00">
<link rel="canonical" href="https://news.example.jp/attack"></head><body class="no-sidebar">
<header><nav><ul><li><a href="/">ホーム</a></li><li><a href="/s">特集の一覧</a></li></ul></nav></header>
<main><article><h1>北の集団が銀行を攻撃</h1>
<div class="share-buttons"><a href="https://social.example/share">この記事を広める</a></div>
<p>警察庁は5日、<b>攻撃集団</b>が国内の
銀行10社を標的にしたと発表した。
攻撃は2023年から続いており、<a href="https://x.example/">架空社</a>によると、被害額は約30億円に上るという。</p>
<h2>標的</h2><p>標的には、以下が含まれる：</p>
<ul><li>銀行</li><li>証券会社<ul><li>大手</li><li>ネット証券</li></ul></li><li>取引所</li></ul>
<table><caption>表1 通信先</caption><tr><th>種別</th><th>値</th><th>備考</th></tr>
<tr><td>ドメイン</td><td>evil[.]example</td><td></td></tr><tr><td>IP</td><td>192.0.2[.]1</td><td>C2<br>など</td></tr></table>
<blockquote><p>「国家の関与を強く疑っている」と担当者は述べた。この集団は以前から金融機関を狙ってきた。</p></blockquote>
<pre>rule X {
  condition: true
}</pre>
<p>手口は巧妙で、専門家は<ruby>警戒<rt>けいかい</rt></ruby>を呼びかけている。
今後も同様の攻撃が続く可能性があるとみられる。</p>
</article><aside class="related"><h3>関連記事</h3><ul><li><a href="/a">別の事件についての記事の見出し</a></li>
<li><a href="/b">もうひとつの事件の記事の見出し</a></li></ul></aside></main>
<footer><p>無断転載を禁じます 架空新聞社 2024年</p></footer>
<script>var x = "隠れた文";</script></body></html>"""


def read(html: str, encoding: str = "utf-8") -> tuple[Document, Rendition]:
    found = list(read_documents(html.encode(encoding), "a.html", max_bytes=10**8))
    (document,) = [item for item in found if not isinstance(item, Issue)]
    return document[0], document[1]


def test_main_text_is_kept_and_furniture_is_not():
    text = read(PAGE)[1].text
    for words in (
        "約30億円",
        "ネット証券",
        "evil[.]example",
        "国家の関与",
        "condition",
        "可能性がある",
        "表1",
    ):
        assert words in text
    for words in (
        "ホーム",
        "特集の一覧",
        "この記事を広める",
        "関連記事",
        "別の事件",
        "無断転載",
        "隠れた文",
        "けいかい",
    ):
        assert words not in text


def test_blocks_have_their_kinds_and_levels():
    _, rendition = read(PAGE)
    shapes = [(block.kind, block.level, block.span.of(rendition.text)) for block in rendition.blocks]
    assert (BlockKind.HEADING, 1, "北の集団が銀行を攻撃") in shapes
    assert (BlockKind.HEADING, 2, "標的") in shapes
    assert (BlockKind.ITEM, 0, "証券会社") in shapes
    assert (BlockKind.ITEM, 1, "大手") in shapes
    assert (BlockKind.ROW, 0, "ドメイン\tevil[.]example\t") in shapes
    assert (BlockKind.ROW, 0, "IP\t192.0.2[.]1\tC2 など") in shapes
    assert (BlockKind.CAPTION, 0, "表1 通信先") in shapes
    assert (BlockKind.CODE, 0, "rule X {\n  condition: true\n}") in shapes
    assert any(kind is BlockKind.QUOTATION for kind, _, _ in shapes)


def test_each_block_is_found_again_by_its_path():
    _, rendition = read(PAGE)
    root = lxml_html.document_fromstring(PAGE.encode(), parser=lxml_html.HTMLParser(encoding="utf-8"))
    for block in rendition.blocks:
        assert isinstance(block.locator, ElementPath)
        (element,) = root.xpath(block.locator.xpath)
        opening = "".join(block.span.of(rendition.text).split())[:6]
        assert opening in "".join(element.text_content().split())


def test_line_break_of_the_source_makes_no_space_in_japanese():
    assert "国内の銀行10社" in read(PAGE)[1].text


def test_metadata_come_from_the_page_and_the_script_tells_the_language():
    document, _ = read(PAGE)
    assert (document.title, document.publisher, document.published, document.address, document.language) == (
        "北の集団が銀行を攻撃",
        "架空新聞",
        "2024-03-05",
        "https://news.example.jp/attack",
        "ja",
    )


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932", "euc_jp", "iso2022_jp", "gb18030"]
)
def test_page_reads_the_same_in_every_encoding(encoding: str):
    assert read(PAGE, encoding)[1].text == read(PAGE)[1].text


def test_wrong_charset_in_the_page_is_not_believed():
    html = PAGE.replace("<head>", '<head><meta charset="shift_jis">')
    assert "約30億円" in read(html)[1].text


PROSE = "<p>The group has attacked banks in Japan since 2019, according to a report by the police.</p>"


@pytest.mark.parametrize(
    ("head", "published"),
    [
        (
            '<script type="application/ld+json">{"@type":"Report","datePublished":"2021-04-03"}</script>',
            "2021-04-03",
        ),
        (
            '<script type="application/ld+json">{"@graph":[{"@type":"Person"},{"@type":["Article"],'
            '"datePublished":"2021-04-03T10:00:00Z"}]}</script>',
            "2021-04-03",
        ),
        ('<meta name="date" content="2020-05">', "2020-05"),
        ('<link rel="canonical" href="https://example.com/2022/07/a-report">', "2022-07"),
        ('<script type="application/ld+json">[[[</script>', None),
        ("", None),
    ],
)
def test_date_is_what_the_page_says_and_nothing_else(head: str, published: str | None):
    document, _ = read(f"<html><head>{head}</head><body><article>{PROSE * 3}</article></body></html>")
    assert document.published == published


def test_time_element_dates_the_page_but_not_that_of_a_comment():
    html = (
        "<html><body><div class='comments'><time datetime='2001-01-01'>x</time></div>"
        f"<article><time datetime='2023-02-01T00:00Z'>Feb</time>{PROSE * 3}</article></body></html>"
    )
    assert read(html)[0].published == "2023-02-01"


def test_breaks_part_paragraphs_in_pages_without_paragraph_elements():
    html = (
        f"<html><body><div>{PROSE[3:-4]}<br><br>{PROSE[3:-4].replace('banks', 'ports')}</div></body></html>"
    )
    assert len(read(html)[1].blocks) == 2


def test_table_that_lays_out_the_page_gives_paragraphs():
    html = f"<html><body><table><tr><td><h1>Heading</h1>{PROSE * 3}</td><td>x</td></tr></table></body></html>"
    assert BlockKind.ROW not in {block.kind for block in read(html)[1].blocks}


def test_page_made_by_scripts_is_named():
    (found,) = read_documents(b"<html><body><script>go()</script></body></html>", "a.html", max_bytes=10**6)
    assert isinstance(found, Issue)
    assert found.code == "no-text"


def test_nesting_beyond_the_parser_is_named_not_lost_silently():
    html = "<html><body>" + PROSE * 3 + "<div>" * 20_000 + PROSE + "</div>" * 20_000 + "</body></html>"
    found = list(read_documents(html.encode(), "a.html", max_bytes=10**8))
    assert isinstance(found[0], Issue)
    assert found[0].code == "too-deep"
    assert not isinstance(found[1], Issue)


@pytest.mark.parametrize(
    "body",
    [
        "".join(f"<div>{PROSE}" for _ in range(2_000)),
        "".join(f"<table><tr><td>{PROSE}" for _ in range(600)),
        PROSE * 8_000,
        "<p>" + "A word of text. " * 100_000,
        "<br> " * 45_000 + PROSE,
        "<ul>" + "<li><a href=/x>word</a>" * 21_000,
        "<table>" + "<tr><td>a<td>b" * 14_000,
        "<" * 500_000,
    ],
    ids=["divs", "tables", "paragraphs", "one line", "breaks", "links", "rows", "brackets"],
)
def test_time_stays_bounded_on_hostile_pages(body: str):
    start = time.process_time()
    list(read_documents(f"<html><body>{body}</body></html>".encode(), "a.html", max_bytes=10**8))
    assert time.process_time() - start < 20
