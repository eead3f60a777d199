"""Cases that an analyst can write: a short text, and the claims that must and must not come out of it."""

from collections import Counter

import pytest
from tests.claims.reading import LANGUAGES, Case, describe, find_failures, load_cases, parse_line, read_case

from urazuke.claims.frames import load_frames
from urazuke.pipeline import OfflineReader

ALL = {language: load_cases(language) for language in LANGUAGES}


def as_parameter(case: Case):
    gap = pytest.mark.xfail(strict=True, reason="the reader does not do this yet")
    return pytest.param(case, id=case.id, marks=[gap] if case.known_gap else [])


@pytest.mark.parametrize("case", [as_parameter(case) for cases in ALL.values() for case in cases])
def test_case(case: Case, reader: OfflineReader):
    reading = read_case(reader, case)
    failures = find_failures(case, reading)
    assert not failures, "\n".join([*failures, "--- found:", describe(reading)])


def test_every_case_has_an_id_of_its_own():
    counts = Counter(case.id for cases in ALL.values() for case in cases)
    assert [id for id, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_cases_cover_every_predicate_that_has_frames(language):
    held = [case for case in ALL[language] if not case.known_gap]
    covered = {parse_line(line).predicate for case in held for line in case.checks.get("claims", ())}
    assert {frame.predicate.name for frame in load_frames(language)} - covered == set()
