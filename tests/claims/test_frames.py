"""Every frame can be tried, and each has words in which it speaks."""

from collections import Counter

import pytest
from tests.claims.reading import LANGUAGES
from tests.claims.synthetic import iter_texts

from urazuke.claims.find import find_claims
from urazuke.claims.frames import Frame, compile_pattern, load_frames
from urazuke.errors import VocabularyError
from urazuke.vocab.load import load_predicates, read_yaml

FRAMES = [(language, frame) for language in LANGUAGES for frame in load_frames(language)]
SIDES = {"any", "left", "right", "none", "prosecutor", "main"}
each_frame = pytest.mark.parametrize(
    ("language", "frame"), [pytest.param(*pair, id=pair[1].rule) for pair in FRAMES]
)


def test_rule_ids_are_unique():
    counts = Counter(frame.rule for _, frame in FRAMES)
    assert [rule for rule, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_frame_has_an_id_in_its_file(language):
    rows = read_yaml("urazuke.claims", f"frames/{language}.yml")["frames"]
    assert [row for group in rows.values() for row in group if "id" not in row] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_files_have_no_keys_that_nothing_reads(language):
    rows = read_yaml("urazuke.claims", f"frames/{language}.yml")["frames"]
    read = {
        "id",
        "cues",
        "pattern",
        "subject",
        "stance",
        "basis",
        "list",
        "inherits",
        "own",
        "plain",
        "between",
    }
    assert {key for group in rows.values() for row in group for key in row} <= read


def test_every_frame_has_a_predicate_and_types_of_the_vocabulary():
    assert {frame.predicate.name for _, frame in FRAMES} <= load_predicates().keys()


@each_frame
def test_frame_looks_for_its_subject_where_there_can_be_one(language, frame):
    side = frame.subject_side.removeprefix("topic-")
    assert side in SIDES or side in frame.predicate.subject
    if side == "none":
        assert "s" in frame.pattern.groupindex


@each_frame
def test_frame_has_what_its_predicate_takes(language, frame):
    roles = frame.pattern.groupindex.keys()
    assert frame.opens_list or ("d" if frame.predicate.takes_date else "o") in roles


def fires(frame: Frame, language: str, monkeypatch: pytest.MonkeyPatch) -> bool:
    monkeypatch.setattr("urazuke.claims.find.find_frames", lambda _, __: (frame,))
    return any(
        claim.provenance.rule == frame.rule
        for document, rendition, referents in iter_texts(frame, language, attempts=60)
        for claim in find_claims(document, rendition, referents, language).claims
    )


@each_frame
def test_frame_speaks_in_words_of_its_own_pattern(language, frame, monkeypatch):
    assert fires(frame, language, monkeypatch), "no text made from its pattern makes a claim: can it ever?"


def test_a_frame_that_cannot_speak_is_found_out(monkeypatch):
    # A sector is nowhere.
    location = load_predicates()["located-at"]
    pattern = compile_pattern("{s:sector} in {o:location}", "", location, "test")
    frame = Frame(rule="test", predicate=location, expression=pattern, subject_side="none")
    assert not fires(frame, "en", monkeypatch)


def test_unknown_type_in_a_pattern_is_refused_by_name():
    with pytest.raises(VocabularyError, match="spaceship"):
        compile_pattern("{o:spaceship}", "", None, "test")
