"""Cards and searches in a large knowledge base: how long a person waits for them.

    python benchmarks/cards.py [--claims 100000] [--cards 60]

The sample reports are read once, by the reader that users have. Then they are taken in again and again, each time
with most of its names varied letter by letter to names of the same length, so that every place still fits, and
with a publisher's address of its own. Few variants come up often and most of them once, as the groups of real
reports do. Cards are asked for as often as their names come up, and rendered as terminal text.
"""

import argparse
import dataclasses
import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from store import ask
from urazuke.documents import read_documents, source_of
from urazuke.ids import hash_bytes, make_id
from urazuke.labels.load import labels
from urazuke.model.issue import Issue
from urazuke.model.mention import EntityType, Mention, Referent
from urazuke.model.reading import Reading
from urazuke.outputs.card_text import render_text
from urazuke.outputs.dossier import make_dossier
from urazuke.pipeline import OfflineReader
from urazuke.store import open_store
from urazuke.text.normal import make_key

REPORTS = Path(__file__).resolve().parent.parent / "examples" / "reports"
KEPT = {EntityType.LOCATION, EntityType.SECTOR, EntityType.ATTACK_PATTERN, EntityType.VULNERABILITY}
"""Types whose names stay: the same places, sectors and techniques come up in all reports."""

LETTERS = "abcdefghijklmnopqrstuvwxyz"
VARIANTS = 300


def read_samples() -> list[Reading]:
    reader = OfflineReader.load(None)
    readings = []
    for path in sorted(path for path in REPORTS.iterdir() if path.is_file()):
        for found in read_documents(path.read_bytes(), str(path), max_bytes=50_000_000):
            if isinstance(found, Issue):
                continue
            document, rendition, _ = found
            readings.append(reader.read(document, rendition))
    return [reading for reading in readings if reading.claims]


def vary_name(name: str, variant: int) -> str:
    """Another name of the same length and look; ideographs and kana move within their block. 0 changes nothing."""
    if variant == 0:
        return name
    choose = random.Random(variant)
    shuffled = "".join(choose.sample(LETTERS, k=len(LETTERS)))
    table = str.maketrans(LETTERS + LETTERS.upper(), shuffled + shuffled.upper())
    signs = (chr(0x4E00 + (ord(c) - 0x4E00 + variant) % 0x4000) if "一" <= c <= "鿿" else c for c in name)
    return "".join(signs).translate(table)


def vary(reading: Reading, number: int, variant: int) -> Reading:
    """The reading of a document of its own, with names of `variant`."""
    text = list(reading.rendition.text)
    for referent in reading.referents:
        for mention in referent.mentions if referent.type not in KEPT else ():
            text[mention.span.start : mention.span.end] = vary_name(mention.surface, variant)
    whole = f"{''.join(text)}\n{number}"
    data = whole.encode()
    document = dataclasses.replace(
        reading.document,
        id=hash_bytes(data),
        sha256=hash_bytes(data),
        size_bytes=len(data),
        address=f"https://example.com/{number}",
    )
    rendition = dataclasses.replace(
        reading.rendition, id=make_id("rendition", document.id), document_id=document.id, text=whole
    )
    ids = {referent.id: make_id("referent", document.id, referent.id) for referent in reading.referents}

    def vary_mention(mention: Mention) -> Mention:
        name = vary_name(mention.name, variant)
        surface = whole[mention.span.start : mention.span.end]
        concept = mention.concept if variant == 0 else None
        return dataclasses.replace(
            mention, surface=surface, name=name, normal=make_key(name), concept=concept
        )

    def vary_referent(referent: Referent) -> Referent:
        moved = dataclasses.replace(referent, id=ids[referent.id], document_id=document.id)
        if referent.type in KEPT:
            return moved
        return dataclasses.replace(
            moved,
            name=vary_name(referent.name, variant),
            concept=referent.concept if variant == 0 else None,
            mentions=tuple(vary_mention(mention) for mention in referent.mentions),
        )

    claims = tuple(
        dataclasses.replace(
            claim,
            id=make_id("claim", document.id, claim.id),
            document_id=document.id,
            rendition_id=rendition.id,
            subject=ids[claim.subject],
            object=ids[claim.object] if claim.object else None,
            speaker=ids[claim.speaker] if claim.speaker else None,
            via=tuple(ids[id] for id in claim.via),
            quote=whole[claim.span.start : claim.span.end],
        )
        for claim in reading.claims
    )
    return Reading(
        document=document,
        rendition=rendition,
        referents=tuple(vary_referent(referent) for referent in reading.referents),
        claims=claims,
    )


def make_readings(samples: list[Reading], claims: int, choose: random.Random) -> Iterator[Reading]:
    """Varied readings until there are `claims` claims."""
    weights = [1 / (rank + 1) for rank in range(VARIANTS)]
    made = number = 0
    while made < claims:
        reading = vary(samples[number % len(samples)], number, choose.choices(range(VARIANTS), weights)[0])
        number, made = number + 1, made + len(reading.claims)
        yield reading


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--cards", type=int, default=60)
    options = parser.parse_args()
    choose = random.Random(1)
    words = labels("en")
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(str(Path(folder) / "base.db"))
        names, written, writing_s = [], 0, 0.0
        samples = read_samples()
        for reading in make_readings(samples, options.claims, choose):
            data = reading.rendition.text.encode()
            started = time.perf_counter()
            with store.writer() as writer:
                writer.add_source(source_of(reading.document))
                writer.add_reading(reading, data, "2024-06-01T12:00:00Z")
            writing_s += time.perf_counter() - started
            written += len(reading.claims)
            names += [ref.name for ref in reading.referents if ref.type is EntityType.GROUP]
        print(
            f"claims written        {written / writing_s:10,.0f} /s   {written:,}, from {len(samples)} reports"
        )
        asked = choose.sample(names, options.cards)
        view = store.view()

        def make_card(name: str) -> None:
            found = view.find_entities(name)
            render_text(make_dossier(view, found[0].id), words, width=100, color=False)

        print(f"search                {ask(asked, view.search)}")
        print(f"card of a group       {ask(asked, make_card)}   asked: p95 under 1 s")
        store.close()


if __name__ == "__main__":
    main()
