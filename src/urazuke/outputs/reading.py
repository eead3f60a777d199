"""What `urazuke read` prints: one reading as JSON in the form of annotations, or as text."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from urazuke.labels.load import Labels
from urazuke.model.claim import Claim
from urazuke.model.document import Document
from urazuke.model.mention import EntityType, Mention, Referent
from urazuke.model.reading import Reading
from urazuke.text.normal import fold_space


def reading_to_json(reading: Reading) -> dict[str, Any]:
    """The stable form of ``urazuke read FILE --json``. Ids are short and count within the document."""
    short = {referent.id: f"e{number}" for number, referent in enumerate(reading.referents, 1)}
    return {
        **_head(reading.document),
        "entities": [_entity(referent, short[referent.id]) for referent in reading.referents],
        "claims": [_claim(claim, short) for claim in reading.claims],
    }


def observables_to_json(document: Document, mentions: Iterable[Mention]) -> dict[str, Any]:
    """The same form with all observables of a document, each with its role, and no claims."""
    by_value: dict[tuple[str, str | None, str], list[Mention]] = {}
    for mention in mentions:
        by_value.setdefault((mention.type.value, mention.kind, mention.normal), []).append(mention)
    entities = [
        _drop_none(
            {
                "id": f"e{number}",
                "type": type,
                "kind": kind,
                "role": found[0].role.value if found[0].role else None,
                "name": found[0].name,
                "mentions": list(dict.fromkeys(mention.surface for mention in found)),
            }
        )
        for number, ((type, kind, _), found) in enumerate(by_value.items(), 1)
    ]
    return {**_head(document), "entities": entities, "claims": []}


def reading_to_text(reading: Reading, words: Labels) -> str:
    """Entities by type, then claims in text order, each with its quote and speaker."""
    names = {referent.id: referent.name for referent in reading.referents}
    lines = [reading.document.title or reading.document.address]
    head = [reading.document.publisher, reading.document.published, reading.document.language]
    lines += [" · ".join(part for part in head if part), ""]
    for type in EntityType:
        found = [referent for referent in reading.referents if referent.type is type]
        if found:
            lines.append(f"{words.type(type.value)}: " + words.join(_named(referent) for referent in found))
    for claim in reading.claims:
        lines += ["", *_claim_lines(claim, names, words)]
    lines += ["", words("read.summary", entities=len(reading.referents), claims=len(reading.claims))]
    return "\n".join(lines)


def observables_to_text(mentions: Sequence[Mention]) -> str:
    """One observable a line: kind, role, value."""
    rows = dict.fromkeys((m.kind or m.type.value, m.role.value if m.role else "", m.name) for m in mentions)
    return "\n".join("\t".join(row) for row in rows)


def _head(document: Document) -> dict[str, Any]:
    return {
        "doc": document.address,
        "lang": document.language,
        "title": document.title,
        "publisher": document.publisher,
        "published": document.published,
    }


def _entity(referent: Referent, short: str) -> dict[str, Any]:
    return _drop_none(
        {
            "id": short,
            "type": referent.type.value,
            "kind": referent.kind,
            "role": referent.role.value if referent.role else None,
            "name": referent.name,
            "mentions": list(referent.surfaces),
        }
    )


def _claim(claim: Claim, short: dict[str, str]) -> dict[str, Any]:
    value: dict[str, Any] = {
        "s": short[claim.subject],
        "p": claim.predicate,
        "o": short[claim.object] if claim.object else claim.object_date,
        "quote": claim.quote,
        "span": [claim.span.start, claim.span.end],
        "by": short[claim.speaker] if claim.speaker else None,
        "stance": claim.stance.value,
        "likelihood": claim.likelihood.value if claim.likelihood else None,
        "confidence": claim.confidence.value if claim.confidence else None,
        "time": claim.time,
        "basis": claim.basis.value if claim.basis else None,
    }
    if claim.via:
        value["via"] = [short[speaker] for speaker in claim.via]
    if claim.words:
        value["words"] = claim.words
    return value


def _drop_none(value: dict[str, Any]) -> dict[str, Any]:
    return {key: item for key, item in value.items() if item is not None}


def _named(referent: Referent) -> str:
    others = [surface for surface in referent.surfaces if surface != referent.name]
    return f"{referent.name} ({', '.join(map(fold_space, others))})" if others else referent.name


def _claim_lines(claim: Claim, names: dict[str, str], words: Labels) -> list[str]:
    object = names[claim.object] if claim.object else str(claim.object_date)
    line = words.sentence(names[claim.subject], claim.predicate, object)
    notes = [words.get(f"stance.{claim.stance.value}", claim.stance.value)]
    if claim.speaker:
        notes.append(words("read.by", name=names[claim.speaker]))
    if claim.time:
        notes.append(claim.time)
    return [f"{line}  [{'; '.join(notes)}]", f"    “{fold_space(claim.quote)}”"]


def to_line(value: dict[str, Any]) -> str:
    """One line of JSON."""
    return json.dumps(value, ensure_ascii=False)
