"""The country that a Chinese text is written in, which it calls "our country" (``home.yml``)."""

from collections.abc import Iterator

from urazuke.mentions.base import Candidate
from urazuke.mentions.dictionary import Lexicon
from urazuke.model.place import Span
from urazuke.vocab.load import read_patterns


def find_home(text: str, lexicon: Lexicon) -> Iterator[Candidate]:
    """Words that mean China or Taiwan by where the text is written; they count only where a claim is made of them."""
    wording = read_patterns("urazuke.mentions", "home.yml")
    home = "台湾" if wording["taiwan"].search(text) else "中国"
    for name, meant in (("country", home), ("across", "台湾"), ("party", "中国共产党")):
        hits = lexicon.find(meant)
        if not hits:
            continue
        entry = hits[0].entries[0]
        for match in wording[name].finditer(text):
            yield Candidate(
                span=Span(*match.span()),
                type=entry.type,
                rule="home",
                weight=36,
                concept=entry.concept,
                tentative=True,
            )
