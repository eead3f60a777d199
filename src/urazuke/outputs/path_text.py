"""Evidence chains as text and as JSON, hop by hop with quote, speaker and grade."""

from typing import Any

from urazuke.assess.paths import Hop, Paths
from urazuke.labels.load import Labels
from urazuke.model.entity import LinkedClaim
from urazuke.outputs.evidence import Gatherer, make_evidence
from urazuke.outputs.terminal import Page
from urazuke.store.base import View
from urazuke.vocab.load import load_likelihood

_QUOTES = 2


def path_value(paths: Paths) -> dict[str, Any]:
    """The chains as JSON holds them: the best graded claim of each hop, and all of them under `claims`."""
    return {
        "chains": [
            {
                "score": round(chain.score, 4),
                "weakest": chain.hops.index(chain.weakest),
                "hops": [_hop_value(hop) for hop in chain.hops],
            }
            for chain in paths.chains
        ],
        "breaking": [
            {"s": hop.subject.name, "p": hop.predicate, "o": hop.object.name} for hop in paths.breaking
        ],
        "by_conclusions": paths.by_conclusions,
        "bounded": paths.bounded,
    }


def _hop_value(hop: Hop) -> dict[str, Any]:
    return {
        "s": hop.subject.name,
        "p": hop.predicate,
        "o": hop.object.name,
        "backwards": hop.backwards,
        **_claim_value(hop.claims[0]),
        "grade": round(hop.grade, 4),
        "conclusion": hop.conclusion,
        "hedged": hop.hedged,
        "contested": hop.contested,
        "ungraded": hop.ungraded,
        "origins": hop.origins,
        "claims": [_claim_value(claim) for claim in hop.claims],
    }


def _claim_value(claim: LinkedClaim) -> dict[str, Any]:
    it = claim.claim
    return {
        "quote": it.quote,
        "doc": claim.document.id,
        "title": claim.document.title,
        "by": claim.speaker.name if claim.speaker else None,
        "publisher": claim.document.publisher,
        "time": it.time,
        "stance": it.stance.value,
        "likelihood": it.likelihood.value if it.likelihood else None,
        "band": load_likelihood()[0][it.likelihood].words if it.likelihood else None,
        "confidence": it.confidence.value if it.confidence else None,
        "basis": it.basis.value if it.basis else None,
        "reliability": claim.source.reliability.value,
        "place": str(claim.locator) if claim.locator else None,
    }


def render_paths_text(
    paths: Paths, view: View, labels: Labels, ends: tuple[str, str], *, width: int = 100, color: bool = False
) -> str:
    """The chains with up to two quotes for each hop. `ends` are the names that were asked for."""
    page, gatherer = Page(labels, width=width, color=color), Gatherer(view)
    page.line((labels("path.title", a=ends[0], b=ends[1]), "bold"))
    if not paths.chains:
        page.line(labels("path.none", a=ends[0], b=ends[1]))
        return page.text
    if paths.by_conclusions:
        page.line((labels("path.only_conclusions"), "bold yellow"))
    for number, chain in enumerate(paths.chains, 1):
        weakest = chain.hops.index(chain.weakest) + 1
        page.rule(labels("path.chain", n=number))
        page.line(
            " · ".join(
                (labels("path.score", score=f"{chain.score:.3f}"), labels("path.weakest", hop=weakest))
            ),
            indent=2,
        )
        for step, hop in enumerate(chain.hops, 1):
            _write_hop(page, step, hop, gatherer)
    page.line()
    if paths.breaking and len(paths.chains) > 1:
        hops = "; ".join(
            labels.sentence(hop.subject.name, hop.predicate, hop.object.name) for hop in paths.breaking
        )
        page.line(labels("path.breaks", hop=hops))
    elif len(paths.chains) > 1:
        page.line(labels("path.breaks_none"))
    if paths.bounded:
        page.line((labels("path.bounded"), "dim"))
    return page.text


def _write_hop(page: Page, number: int, hop: Hop, gatherer: Gatherer) -> None:
    labels = page.labels
    marks = [
        labels("path.grade", grade=f"{hop.grade:.2f}"),
        labels.count("count.origins", hop.origins),
        labels("path.reversed") if hop.backwards else "",
        labels("path.conclusion") if hop.conclusion else "",
        labels("path.hedged_hop") if hop.hedged else "",
        labels("chart.contested") if hop.contested else "",
        labels("path.ungraded") if hop.ungraded else "",
    ]
    sentence = labels.sentence(hop.subject.name, hop.predicate, hop.object.name)
    page.line(f"{number}. ", (sentence, "bold"), "  " + " · ".join(mark for mark in marks if mark), indent=2)
    for claim in hop.claims[:_QUOTES]:
        page.quote(make_evidence(claim, gatherer), indent=5)
    if len(hop.claims) > _QUOTES:
        page.line((labels.count("count.more", len(hop.claims) - _QUOTES), "dim"), indent=5)
