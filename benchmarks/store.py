"""The knowledge base: how fast claims are written, how long questions take, how much memory it needs.

    python benchmarks/store.py [--claims 100000] [--per-document 25] [--questions 200]

Documents are made here: each names up to 12 things out of a world of groups, malware, places and people whose
use falls off as in real reports (few are in every document, most in one), in running text of about 2,000
characters in two scripts, and says `--per-document` claims. One document is one transaction, as in ingestion.
"""

import argparse
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from urazuke.ids import hash_bytes, make_id
from urazuke.model.claim import Claim
from urazuke.model.document import Block, Document, Rendition, Source
from urazuke.model.mention import EntityType, Mention, Referent
from urazuke.model.place import Span
from urazuke.model.provenance import Provenance
from urazuke.model.reading import Reading
from urazuke.store import open_store
from urazuke.store.base import Store
from urazuke.text.normal import make_key

SOURCE = Source(id=make_id("source", "benchmark"), name="benchmark")
TYPES = (
    EntityType.GROUP,
    EntityType.MALWARE,
    EntityType.ORGANIZATION,
    EntityType.PERSON,
    EntityType.LOCATION,
)
PREDICATES = ("uses", "targets", "attributed-to", "overlaps-with", "works-for")
SYLLABLES = (
    "ka",
    "ro",
    "min",
    "tel",
    "sha",
    "vor",
    "pan",
    "du",
    "lis",
    "gra",
    "net",
    "zho",
    "yu",
    "bel",
    "fen",
)
SIGNS = "国家安全部成都网络技术公司攻击团伙信息系统北京上海武汉服务开发测试数据情报研究院"
THINGS = 12


def make_world(choose: random.Random, size: int) -> list[tuple[EntityType, tuple[str, ...]]]:
    """Things with a type and one to three names; every fourth has a name in ideographs."""
    world = []
    for i in range(size):
        names = [" ".join("".join(choose.choices(SYLLABLES, k=3)).title() for _ in range(2)) + f" {i % 97}"]
        if i % 4 == 0:
            names.append("".join(choose.choices(SIGNS, k=5)))
        if i % 10 == 0:
            names.append(f"TA{i}00")
        world.append((TYPES[i % len(TYPES)], tuple(names)))
    return world


def make_readings(claims: int, each: int, choose: random.Random) -> Iterator[Reading]:
    """Readings with `claims` claims in all."""
    world = make_world(choose, max(100, claims // 20))
    weights = [1 / (rank + 1) for rank in range(len(world))]
    for number in range(claims // each):
        things = list(dict.fromkeys(choose.choices(world, weights, k=THINGS)))
        yield make_reading(number, things, each, choose)


def make_reading(
    number: int, things: list[tuple[EntityType, tuple[str, ...]]], each: int, choose: random.Random
) -> Reading:
    lines, places = [f"Report {number}"], []
    start = len(lines[0]) + 1
    for type, names in things:
        line = f"{names[0]} (also {names[-1]}) " + "".join(choose.choices(SIGNS, k=20))
        line += " " + " ".join(choose.choices(SYLLABLES, k=25))
        places.append((type, names, start, line.rindex(f"also {names[-1]}") + 5))
        lines.append(line)
        start += len(line) + 1
    text = "\n".join(lines)
    data = text.encode()
    year, month = 2010 + number % 15, 1 + number % 12
    document = Document(
        id=hash_bytes(data),
        sha256=hash_bytes(data),
        size_bytes=len(data),
        media_type="text/plain",
        address=f"https://example.com/{number}",
        source_id=SOURCE.id,
        title=lines[0],
        published=f"{year}-{month:02}",
    )
    rendition = Rendition(
        id=make_id("rendition", document.id),
        document_id=document.id,
        text=text,
        reader="benchmark/1",
        blocks=tuple(
            Block(span=Span(at, at + len(line)))
            for line, (_, _, at, _) in zip(lines[1:], places, strict=True)
        ),
    )
    referents = [make_referent(document.id, *place) for place in places]
    claims = []
    for i in range(each):
        subject, object = choose.choices(referents, k=2)
        _, names, at, _ = places[referents.index(subject)]
        claims.append(
            Claim(
                id=make_id("claim", document.id, i),
                document_id=document.id,
                rendition_id=rendition.id,
                subject=subject.id,
                predicate=choose.choice(PREDICATES),
                object=object.id,
                quote=text[at : at + 80],
                span=Span(at, at + 80),
                speaker=referents[-1].id if i % 3 == 0 else None,
                provenance=Provenance("benchmark/1", "frame"),
            )
        )
    return Reading(document=document, rendition=rendition, referents=tuple(referents), claims=tuple(claims))


def make_referent(
    document_id: str, type: EntityType, names: tuple[str, ...], at: int, again: int
) -> Referent:
    def mention(name: str, start: int) -> Mention:
        span = Span(start, start + len(name))
        return Mention(span=span, surface=name, name=name, normal=make_key(name), type=type, rule="benchmark")

    return Referent(
        id=make_id("referent", document_id, type.value, names[0]),
        document_id=document_id,
        type=type,
        name=names[0],
        mentions=(mention(names[0], at), mention(names[-1], at + again)),
    )


def write(store: Store, readings: Iterator[Reading]) -> tuple[float, list[float]]:
    """Write readings; seconds in all without making them, and seconds for each document."""
    took = []
    with store.writer() as writer:
        writer.add_source(SOURCE)
    for reading in readings:
        data = reading.rendition.text.encode()
        started = time.perf_counter()
        with store.writer() as writer:
            writer.add_reading(reading, data, "2024-06-01T12:00:00Z")
        took.append(time.perf_counter() - started)
    return sum(took), took


def ask(questions: list[str], answer: Callable[[str], object]) -> str:
    took = []
    for question in questions:
        started = time.perf_counter()
        answer(question)
        took.append((time.perf_counter() - started) * 1000)
    cuts = statistics.quantiles(took, n=20)
    return f"p50 {cuts[9]:8.1f} ms   p95 {cuts[18]:8.1f} ms   most {max(took):8.1f} ms"


def peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--per-document", type=int, default=25)
    parser.add_argument("--questions", type=int, default=200)
    options = parser.parse_args()
    choose = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "base.db"
        store = open_store(str(path))
        before = peak_mib()
        total_s, took = write(store, make_readings(options.claims, options.per_document, choose))
        written = len(took) * options.per_document
        tenth = max(1, len(took) // 10)
        first, last = (1000 * statistics.median(part) for part in (took[:tenth], took[-tenth:]))
        print(f"claims written        {written / total_s:10,.0f} /s   {written:,} in {len(took):,} documents")
        print(f"one document          {first:10.1f} ms in the first tenth, {last:.1f} ms in the last")
        print(f"size                  {path.stat().st_size / 2**20:10,.0f} MiB")
        store.close()

        started = time.perf_counter()
        store = open_store(str(path))
        print(f"open                  {1000 * (time.perf_counter() - started):10.1f} ms")
        view = store.view()
        world = make_world(random.Random(1), max(100, options.claims // 20))
        weights = [1 / (rank + 1) for rank in range(len(world))]
        names = [choose.choice(names) for _, names in choose.choices(world, weights, k=options.questions)]
        ids = [entity.id for name in names for entity in view.find_entities(name)[:1]]
        rare = [
            entity.id
            for _, names in choose.sample(world, options.questions)
            for entity in view.find_entities(names[0])
        ]
        print(f"search, a name        {ask(names, view.search)}")
        print(
            f"search, two signs     {ask([''.join(choose.choices(SIGNS, k=2)) for _ in names], view.search)}"
        )
        print(f"find_entities         {ask(names, view.find_entities)}")
        print(f"near_names            {ask([name[1:] + 'x' for name in names], view.near_names)}")
        print(f"claims_about, by use  {ask(ids, view.claims_about)}")
        print(f"claims_about, any     {ask(rare, view.claims_about)}")
        print(
            f"memory                {peak_mib():10,.0f} MiB at most ({before:,.0f} before the first document)"
        )
        store.close()


if __name__ == "__main__":
    main()
