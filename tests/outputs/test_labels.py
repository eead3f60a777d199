"""Every label in both languages, and a word for every type, predicate and key that code makes."""

import re
from string import Formatter

import pytest

from urazuke.errors import UsageError, VocabularyError
from urazuke.labels.load import LANGUAGES, labels
from urazuke.model.claim import Basis, Level, Stance
from urazuke.model.document import DocumentKind, Reliability
from urazuke.model.mention import EntityType
from urazuke.outputs.sections import load_sections
from urazuke.vocab.load import load_likelihood, load_predicates


def test_languages_have_the_same_keys():
    assert set(labels("en").texts) == set(labels("ja").texts)


def test_languages_fill_in_the_same_values():
    for key, text in labels("en").texts.items():
        fields = [
            {name for _, name, _, _ in Formatter().parse(it) if name}
            for it in (text, labels("ja").texts[key])
        ]
        assert fields[0] == fields[1], key


def test_japanese_labels_are_japanese():
    latin_only = [
        key
        for key, text in labels("ja").texts.items()
        if not re.search(r"[぀-ヿ一-鿿]", text) and "{" not in text
    ]
    assert latin_only == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_word_of_the_vocabulary_has_a_label(lang):
    texts = labels(lang).texts
    keys = [f"type.{it.value}" for it in EntityType]
    keys += [f"stance.{it.value}" for it in Stance]
    keys += [f"basis.{it.value}" for it in Basis]
    keys += [f"kind.{it.value}" for it in DocumentKind]
    keys += [f"reliability.{it.value}" for it in Reliability]
    keys += [f"confidence.{it.value}" for it in Level]
    keys += [f"likelihood.{band.words}" for band in load_likelihood()[1]]
    keys += [
        f"predicate.{name}.{form}" for name in load_predicates() for form in ("out", "in", "edge", "sentence")
    ]
    table = load_sections()
    keys += [f"card.{key}" for key in table["order"]]
    keys += [f"group.{rule['group']}" for rules in table["groups"].values() for rule in rules]
    keys += [f"gap.{gap}" for gaps in table["gaps"].values() for gap in gaps]
    assert [key for key in keys if key not in texts] == []


def test_a_language_without_labels_is_refused():
    with pytest.raises(UsageError, match="en, ja"):
        labels("fr")


def test_a_key_that_is_not_there_is_an_error():
    with pytest.raises(VocabularyError, match=r"card\.nonsense"):
        labels("en")("card.nonsense")


def test_a_predicate_outside_the_vocabulary_is_shown_by_its_name():
    assert labels("ja").relation("x-funded-by") == "funded-by"
    assert labels("ja").sentence("A", "x-funded-by", "B") == "A funded-by B"
