"""What holds of the reading of any text at all, sense or not."""

from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.claims.reading import LANGUAGES, load_reader

from urazuke.claims.make import MAX_QUOTE
from urazuke.documents.plain import make_plain_content
from urazuke.ids import make_id
from urazuke.model.document import Block, Document, Rendition
from urazuke.model.place import Span
from urazuke.model.reading import Reading
from urazuke.vocab.load import load_predicates

WORDS = [
    *("APT28", "Lazarus", "海莲花", "Tick", "PlugX", "Mimikatz", "GRU", "国家安全部", "Dong Hao"),
    *("日本", "China", "防衛", "energy", "CVE-2023-23397", "evil.example[.]net"),
    *("2014年", "May 2015", "last year", "昨年"),
    *("は", "が", "を標的とする", "を使用", "に帰属する", "の背後に", "によると", "と述べた"),
    *("このグループ", "同社", " uses ", " targets ", " attributed to ", " is behind ", " said ", "the group"),
    *(" not ", " likely ", "使用", "针对", "隶属于", "表示", "该组织", "可能", " and ", "と", "和", "**"),
    *("（", "）", "(", ")", "「", "」", "“", "”", "、", "，", ", ", "。", ". ", ":", "：", "`", "| "),
    *("\n", "\n\n", "\n- ", "\n# ", "\t", "\u3000", "\x00", "\x1b[31m", "\u200b", "\u202e", "\ufeff"),
    *("\ue000", "\ue00c", "\U0001f409", "İ", "ﬁ", "ǅ", "e\u0301"),
]
word = st.sampled_from(WORDS)
noise = st.text(st.characters(exclude_categories=["Cs"]))
texts = st.lists(st.one_of(word, word, word, noise), max_size=60).map("".join)
many = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def read(text: str, language: str, blocks: tuple[Block, ...]) -> Reading:
    document = Document(
        id=make_id("doc", text), sha256="0" * 64, size_bytes=len(text), media_type="text/plain",
        address="property", source_id="src", language=language, published="2021-03-04", publisher="GRU",
    )  # fmt: skip
    rendition = Rendition(
        id=make_id("rend", text), document_id=document.id, text=text, reader="property/1", blocks=blocks
    )
    return load_reader().read(document, rendition)


def check(reading: Reading) -> None:
    text, types = reading.rendition.text, {}
    for referent in reading.referents:
        types[referent.id] = referent.type
        for mention in referent.mentions:
            assert mention.surface == mention.span.of(text) != ""
            assert mention.span.end <= len(text)
    assert [claim.span for claim in reading.claims] == sorted(claim.span for claim in reading.claims)
    assert len({claim.id for claim in reading.claims}) == len(reading.claims)
    for claim in reading.claims:
        assert claim.quote == claim.span.of(text)
        assert 2 <= len(claim.quote) <= MAX_QUOTE
        predicate = load_predicates()[claim.predicate]
        assert types[claim.subject] in predicate.subject
        assert types[claim.object] in predicate.object if claim.object else claim.object_date
        assert {*claim.via, claim.speaker or claim.subject} <= types.keys()


@many
@given(texts, st.sampled_from([*LANGUAGES, "ko"]))
def test_any_text_is_read_with_exact_places(text, language):
    check(read(text, language, make_plain_content(text).blocks))


@many
@given(texts, st.sampled_from(LANGUAGES), st.data())
def test_any_blocks_are_read_with_exact_places(text, language, data):
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    spans = [Span(start, end) for start, end in pairwise(cuts)]
    check(read(text, language, tuple(Block(span=span) for span in spans)))


@settings(max_examples=40, deadline=None)
@given(texts, st.sampled_from(LANGUAGES))
def test_reading_twice_gives_the_same(text, language):
    blocks = make_plain_content(text).blocks
    assert read(text, language, blocks) == read(text, language, blocks)
