"""Reading measured on outside corpora, with the dictionary alone beside it.

    python benchmarks/corpora.py [--shared DIR]

DIR holds ``data/annoctr`` (English sentences with entity labels), ``data/cdtier`` (Chinese sentences with
entities and relations) and ``data/ctinexus`` (English reports with triples in free words). They are read where
they lie; without them this says so. Their labels are not ours, and what they leave unlabelled counts against
us: the figures compare readers with each other, and do not say how good one is.
"""

import argparse
import ast
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from urazuke.documents import read_documents
from urazuke.knowledge.lexicon import Lexicon, load_lexicon
from urazuke.model.issue import Issue
from urazuke.model.reading import Reading
from urazuke.pipeline import OfflineReader
from urazuke.settings import Settings
from urazuke.vocab.load import load_predicates

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
ANNOCTR = {
    "GROUP": "group", "MALWARE": "malware", "TOOL": "tool", "ORG": "organization", "LOC": "location",
    "SECTOR": "sector", "TECHNIQUE": "attack-pattern",
}  # fmt: skip
CDTIER = {
    "Attacker": ("group",), "Tools": ("malware", "tool"), "Region": ("location",), "Industry": ("sector",),
    "Campaign": ("campaign",),
}  # fmt: skip
RELATIONS = {
    "uses": {"uses"},
    "target_at": {"targets", "compromises"},
    "originated_from": {"originates-from", "attributed-to", "located-at"},
    "develope": {"develops"},
    "kin": {"variant-of", "overlaps-with"},
    "cooperate_with": {"partner-of", "overlaps-with"},
}
Spans = set[tuple[int, int, str]]


class Tally:
    """True positives, predicted and gold, by label."""

    def __init__(self) -> None:
        self.hit: Counter[str] = Counter()
        self.predicted: Counter[str] = Counter()
        self.gold: Counter[str] = Counter()

    def add(self, predicted: Spans, gold: Spans) -> None:
        """Count the spans of one text."""
        self.hit.update(label for *_, label in predicted & gold)
        self.predicted.update(label for *_, label in predicted)
        self.gold.update(label for *_, label in gold)

    def row(self, label: str) -> str:
        """Precision, recall and F1 of one label."""
        precision = self.hit[label] / self.predicted[label] if self.predicted[label] else 0.0
        recall = self.hit[label] / self.gold[label] if self.gold[label] else 0.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        return f"P {precision:.2f} R {recall:.2f} F1 {f1:.2f}"


def read(reader: OfflineReader, text: str) -> Reading | None:
    """The reading of a text as if it were a file; None for an empty one."""
    for found in read_documents(text.encode(), "text.txt", max_bytes=10_000_000):
        if not isinstance(found, Issue):
            return reader.read(found[0], found[1])
    return None


def spans_read(reading: Reading | None, types: dict[str, str]) -> Spans:
    """Where the reader found names of the types that `types` maps to labels."""
    if reading is None:
        return set()
    return {
        (mention.span.start, mention.span.end, types[referent.type.value])
        for referent in reading.referents
        if referent.type.value in types
        for mention in referent.mentions
    }


def spans_known(lexicon: Lexicon, text: str, types: dict[str, str]) -> Spans:
    """Where the dictionary alone has such names."""
    return {
        (hit.start, hit.end, types[hit.entries[0].type.value])
        for hit in lexicon.find(text)
        if hit.entries[0].type.value in types and hit.entries[0].gate.value != "context"
    }


def annoctr_documents(path: Path) -> Iterator[tuple[str, Spans]]:
    """Texts of whole documents, a sentence a line, with labelled spans."""
    texts: dict[str, list[str]] = defaultdict(list)
    labels: dict[str, Spans] = defaultdict(set)
    sizes: Counter[str] = Counter()
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        name = row["id"].rsplit("__", 1)[0]
        offset, position = sizes[name], 0
        open_span: tuple[int, int, str] | None = None
        for token, tag in zip(row["tokens"], row["all_tags"], strict=True):
            start = row["text"].find(token, position)
            if start < 0:
                break
            position = start + len(token)
            label = tag[2:]
            if tag.startswith("I-") and open_span and open_span[2] == label:
                open_span = (open_span[0], offset + position, label)
                continue
            if open_span and open_span[2] in ANNOCTR:
                labels[name].add(open_span)
            open_span = None if tag == "O" else (offset + start, offset + position, label)
        if open_span and open_span[2] in ANNOCTR:
            labels[name].add(open_span)
        texts[name].append(row["text"])
        sizes[name] += len(row["text"]) + 1
    for name, parts in texts.items():
        yield "\n".join(parts), labels[name]


def measure_annoctr(shared: Path, reader: OfflineReader, lexicon: Lexicon) -> None:
    types = {ours: theirs for theirs, ours in ANNOCTR.items()}
    ours, known = Tally(), Tally()
    for part in ("dev", "test"):
        for text, gold in annoctr_documents(shared / "data" / "annoctr" / f"{part}.json"):
            ours.add(spans_read(read(reader, text), types), gold)
            known.add(spans_known(lexicon, text, types), gold)
    print("\nAnnoCTR, exact spans            reader                      dictionary")
    for label in ANNOCTR:
        print(f"  {label:12} n {ours.gold[label]:5}   {ours.row(label)}    {known.row(label)}")


def cdtier_entities(path: Path) -> tuple[str, Spans]:
    """The whole file as one text, with labelled spans."""
    characters: list[str] = []
    spans: Spans = set()
    start, label = 0, ""
    for line in path.read_text("utf-8").splitlines():
        character, _, tag = line.partition(" ")
        if not tag or tag[0] != "I":
            if label:
                spans.add((start, len(characters), label))
            start, label = len(characters), tag[2:] if tag.startswith("B-") else ""
        characters.append(character or "\n")
    return "".join(characters), spans


def measure_cdtier(shared: Path, reader: OfflineReader, lexicon: Lexicon) -> None:
    types = {ours: theirs for theirs, all_ours in CDTIER.items() for ours in all_ours}
    text, gold = cdtier_entities(shared / "data" / "cdtier" / "Entity extraction" / "test.txt")
    ours, known = Tally(), Tally()
    ours.add(spans_read(read(reader, text), types), gold)
    known.add(spans_known(lexicon, text, types), gold)
    print("\nCDTier entities, exact spans    reader                      dictionary")
    for label in CDTIER:
        print(f"  {label:12} n {ours.gold[label]:5}   {ours.row(label)}    {known.row(label)}")
    counts: Counter[str] = Counter()
    path = shared / "data" / "cdtier" / "Relation extraction" / "CTI-relation_val.txt"
    for line in path.read_text("utf-8").splitlines():
        row = ast.literal_eval(line) if line.strip() else None
        if row and row["relation"] in RELATIONS:
            counts.update(judge_relation(reader, row))
    found = counts["both"] or 1
    print(
        f"CDTier relations: {counts['rows']} of our kinds; both ends found in {counts['both']}"
        f" ({counts['both'] / max(counts['rows'], 1):.0%}); of those with a claim {counts['any'] / found:.0%},"
        f" with the right one {counts['right'] / found:.0%}"
    )


def judge_relation(reader: OfflineReader, row: dict[str, object]) -> list[str]:
    """What became of one labelled relation: ``rows``, ``both`` ends found, ``any`` claim, the ``right`` one."""
    text = "".join(row["token"])  # type: ignore[arg-type]
    head, tail = row["h"]["name"], row["t"]["name"]  # type: ignore[index]
    reading = read(reader, text)
    ends: dict[str, set[str]] = {head: set(), tail: set()}
    for referent in reading.referents if reading else ():
        for name in ends:
            if any(name in surface or surface in name for surface in referent.surfaces):
                ends[name].add(referent.id)
    outcome = ["rows"]
    if reading is None or not all(ends.values()):
        return outcome
    outcome.append("both")
    claims = [claim for claim in reading.claims if claim.subject in ends[head] and claim.object in ends[tail]]
    if claims:
        outcome.append("any")
    if any(claim.predicate in RELATIONS[str(row["relation"])] for claim in claims):
        outcome.append("right")
    return outcome


def measure_ctinexus(shared: Path, reader: OfflineReader) -> None:
    triples = both = linked = 0
    for path in sorted((shared / "data" / "ctinexus" / "annotation").glob("*.json")):
        row = json.loads(path.read_text("utf-8"))
        reading = read(reader, row["text"])
        if reading is None:
            continue
        surfaces = [
            (referent.id, [s.casefold() for s in referent.surfaces]) for referent in reading.referents
        ]
        types = {referent.id: referent.type.value for referent in reading.referents}
        links = {frozenset((claim.subject, claim.object)) for claim in reading.claims if claim.object}
        for triple in row["explicit_triplets"]:
            ends = [
                {id for id, names in surfaces if any(name in str(triple[end]).casefold() for name in names)}
                for end in ("subject", "object")
            ]
            triples += 1
            if all(ends) and (ends[0] & ends[1] or is_ours(types, ends)):
                both += 1
                linked += bool(ends[0] & ends[1]) or any(
                    frozenset((a, b)) in links for a in ends[0] for b in ends[1]
                )
    print(
        f"\nCTINexus: {triples} triples; both ends found and of our kinds in {both} ({both / triples:.0%});"
        f" of those linked by a claim, or one thing, {linked / max(both, 1):.0%}"
    )


def is_ours(types: dict[str, str], ends: list[set[str]]) -> bool:
    """Whether some predicate of ours can join things of these types: a vendor's patch is none of our business."""
    return any(
        types[a] in row.subject and types[b] in row.object
        for row in load_predicates().values()
        for first, second in (ends, ends[::-1])
        for a in first
        for b in second
    )


def main() -> None:
    """Print what the corpora that are at hand say."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=SHARED)
    shared = parser.parse_args([] if __name__ != "__main__" else None).shared
    if not (shared / "data").is_dir():
        print(
            f"Outside corpora are not at hand ({shared.name}/data is missing): reading is not measured on them."
        )
        return
    cache = Settings.from_env().cache
    reader, lexicon = OfflineReader.load(cache), load_lexicon(cache)
    measure_annoctr(shared, reader, lexicon)
    measure_cdtier(shared, reader, lexicon)
    measure_ctinexus(shared, reader)


if __name__ == "__main__":
    main()
