from tests.support.cases import load_case
from tests.support.memory import MemoryView

from urazuke.assess.origins import OriginFinder
from urazuke.model.document import Reliability, Source


def claims_of(view, name):
    return view.claims_about(view.find_entities(name)[0].id)


def test_a_speaker_and_a_publisher_of_one_name_are_one_origin():
    view = MemoryView(*load_case("apt3"))
    finder = OriginFinder(view)
    spoken = [it for it in claims_of(view, "CNITSEC") if it.document.publisher == "Recorded Future"]
    quoted = [it for it in claims_of(view, "APT3") if it.document.publisher == "Example News"]
    assert finder.find(spoken[0]) is not None
    assert finder.find(spoken[0]).id == finder.find(quoted[0]).id


def test_an_unknown_origin_is_an_answer_of_its_own():
    readings, sources = load_case("apt3")
    from dataclasses import replace

    nameless = Source(id=sources[0].id, name="unknown", reliability=Reliability.F)
    document = replace(readings[0].document, publisher=None)
    view = MemoryView([replace(readings[0], document=document)], [nameless])
    count = OriginFinder(view).count(claims_of(view, "APT3"))
    assert (count.origins, count.unknown_documents) == ((), 1)
