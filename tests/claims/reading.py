"""Language cases as an analyst writes them (tests/cases/reading/*.yml), held against a reading.

A case has an `id`, a `text`, and at least one of these lists:

* `claims`: lines ``subject | predicate | object | stance | speaker`` that must come out; stance and speaker
  may be left out or empty, a speaker ``-`` means that the document speaks for itself. Further fields
  ``key=value`` ask for `time`, `likelihood`, `confidence` or `basis`; an empty value asks for none.
* `not`: lines of the same form that must not come out.
* `same`, `different`: lines ``name | name …`` that are names of one thing, or of as many things as names.
* `names`, `no_names`: lines ``type | name`` that are found, or are not.

`title`, `publisher` and `published` belong to the document. `known_gap: true` marks what the reader does not
do yet: the test then expects the case to fail, and says so as soon as it no longer does.
"""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from urazuke.documents import read_documents
from urazuke.model.claim import Claim
from urazuke.model.mention import Referent
from urazuke.model.reading import Reading
from urazuke.pipeline import OfflineReader
from urazuke.text.normal import make_key
from urazuke.vocab.load import load_predicates

CASES = Path(__file__).parent.parent / "cases" / "reading"
LANGUAGES = ("ja", "en", "zh")
CHECKS = ("claims", "not", "same", "different", "names", "no_names")
QUALIFIERS = ("time", "likelihood", "confidence", "basis")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case. `checks` holds its lists by name."""

    id: str
    language: str
    text: str
    checks: dict[str, list[str]]
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    known_gap: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of `claims` or `not`. What is None is not asked for; an empty speaker means no speaker."""

    subject: str
    predicate: str
    object: str
    stance: str | None = None
    speaker: str | None = None
    qualifiers: dict[str, str]


@cache
def load_reader() -> OfflineReader:
    """The reader with all packaged knowledge, made once for all tests of a run."""
    return OfflineReader.load(None)


def load_cases(language: str) -> list[Case]:
    """The cases of ``tests/cases/reading/LANGUAGE.yml``, in their order."""
    rows: list[dict[str, Any]] = yaml.safe_load((CASES / f"{language}.yml").read_text("utf-8"))
    cases = []
    for row in rows:
        unknown = row.keys() - {"id", "text", "title", "publisher", "published", "known_gap", *CHECKS}
        assert not unknown, f"{row['id']}: unknown keys {sorted(unknown)}"
        checks = {name: row[name] for name in CHECKS if name in row}
        assert checks, f"{row['id']}: a case checks something"
        plain = {key: row[key] for key in ("title", "publisher", "known_gap") if key in row}
        published = str(row["published"]) if "published" in row else None
        cases.append(
            Case(
                id=f"{language}-{row['id']}",
                language=language,
                text=row["text"],
                checks=checks,
                published=published,
                **plain,
            )
        )
    return cases


def parse_line(line: str) -> Line:
    """Read one line of `claims` or `not`."""
    fields = [field.strip() for field in line.split("|")]
    plain = [field for field in fields if field.partition("=")[0] not in QUALIFIERS]
    assert 3 <= len(plain) <= 5, f"not a claim: {line}"
    assert plain[1] in load_predicates(), f"unknown predicate: {line}"
    stance, speaker = [*plain[3:], "", ""][:2]
    return Line(
        subject=plain[0],
        predicate=plain[1],
        object=plain[2],
        stance=stance or None,
        speaker="" if speaker == "-" else speaker or None,
        qualifiers=dict(field.split("=", 1) for field in fields if field not in plain),
    )


def read_text(
    reader: OfflineReader, text: str, language: str, *, name: str = "case.md", **document: str | None
) -> Reading:
    """Read `text` as Markdown in a language, with whatever else is known of the document."""
    (found,) = read_documents(text.encode(), name, max_bytes=1 << 26)
    assert isinstance(found, tuple), f"not read: {found}"
    told = {key: value for key, value in document.items() if value is not None}
    return reader.read(replace(found[0], language=language, **told), found[1])


def read_case(reader: OfflineReader, case: Case) -> Reading:
    """Read the text of a case."""
    return read_text(
        reader,
        case.text,
        case.language,
        title=case.title,
        publisher=case.publisher,
        published=case.published,
    )


def find_failures(case: Case, reading: Reading) -> list[str]:
    """What of a case does not hold, each as one line; empty where all does."""
    failures = []
    for line in case.checks.get("claims", ()):
        if not any(fits(parse_line(line), claim, reading) for claim in reading.claims):
            failures.append(f"missing: {line}")
    for line in case.checks.get("not", ()):
        if any(fits(parse_line(line), claim, reading) for claim in reading.claims):
            failures.append(f"claimed: {line}")
    for line in case.checks.get("same", ()):
        if not any(all(is_called(referent, name) for name in _names(line)) for referent in reading.referents):
            failures.append(f"not one thing: {line}")
    for line in case.checks.get("different", ()):
        bearers = [_bearers(reading, name) for name in _names(line)]
        if not all(bearers) or len(frozenset().union(*bearers)) < sum(map(len, bearers)):
            failures.append(f"not different things: {line}")
    for check, wanted in (("names", True), ("no_names", False)):
        for line in case.checks.get(check, ()):
            type, name = _names(line)
            found = any(ref.type == type and is_called(ref, name) for ref in reading.referents)
            if found is not wanted:
                failures.append(f"{check}: {line}")
    return failures


def fits(line: Line, claim: Claim, reading: Reading) -> bool:
    """Whether a claim is what a line says. Ends of a symmetric predicate may stand either way round."""
    referents = {referent.id: referent for referent in reading.referents}
    predicate = load_predicates()[line.predicate]
    if claim.predicate != line.predicate or (line.stance and claim.stance != line.stance):
        return False
    if line.speaker is not None:
        if (claim.speaker is None) != (line.speaker == ""):
            return False
        if claim.speaker and not is_called(referents[claim.speaker], line.speaker):
            return False
    if any(getattr(claim, key) != (value or None) for key, value in line.qualifiers.items()):
        return False
    subject = referents[claim.subject]
    if claim.object is None:
        return is_called(subject, line.subject) and claim.object_date == line.object
    object = referents[claim.object]
    straight = is_called(subject, line.subject) and is_called(object, line.object)
    return straight or (
        predicate.symmetric and is_called(object, line.subject) and is_called(subject, line.object)
    )


def is_called(referent: Referent, name: str) -> bool:
    """Whether one of a referent's names is this one."""
    keys = {make_key(surface) for surface in (*referent.surfaces, referent.name)}
    return make_key(name) in keys


def describe(reading: Reading) -> str:
    """All that was found, one thing a line: shown where a case fails."""
    names = {referent.id: referent.name for referent in reading.referents}
    lines = [f"{ref.type}: {' = '.join(ref.surfaces)}" for ref in reading.referents]
    for claim in reading.claims:
        end = names[claim.object] if claim.object else claim.object_date
        speaker = names[claim.speaker] if claim.speaker else ""
        qualifiers = " ".join(f"{key}={getattr(claim, key)}" for key in QUALIFIERS if getattr(claim, key))
        lines.append(
            f"{names[claim.subject]} | {claim.predicate} | {end} | {claim.stance} | {speaker}"
            f"  {qualifiers} [{claim.provenance.rule}]"
        )
    return "\n".join(lines)


def _names(line: str) -> list[str]:
    return [name.strip() for name in line.split("|")]


def _bearers(reading: Reading, name: str) -> frozenset[str]:
    return frozenset(referent.id for referent in reading.referents if is_called(referent, name))
