"""The answer of ``urazuke show``: names and who uses them, ties, claims, conflicts. Reads the dossier."""

from typing import Any

from urazuke.labels.load import Labels
from urazuke.outputs.card_json import conflict_value, ref_value
from urazuke.outputs.card_text import write_row
from urazuke.outputs.dossier import Dossier
from urazuke.outputs.evidence import Evidence, Row, evidence_value
from urazuke.outputs.terminal import Page

# Predicates that tie an entity to another of its own sort, without making them one.
_TIES = ("alias-of", "overlaps-with", "variant-of", "part-of", "member-of")


def show_value(dossier: Dossier) -> dict[str, Any]:
    """The form of PRODUCT.md. Names of one entity have the tie ``same``; other ties are claims, with who
    makes them.
    """
    users: dict[str, dict[str, Any]] = {}
    for use in (*dossier.report_names, *dossier.knowledge_names):
        entry = users.setdefault(use.name, {"name": use.name, "tie": "same", "by": [], "first": use.first})
        entry["by"] += [user for user in use.users if user not in entry["by"]]
    return {
        **ref_value(dossier.entity),
        "concept": dossier.concept,
        "names": list(users.values()),
        "ties": [_tie_value(row, item) for row in _ties(dossier) for item in row.evidence],
        "claims": [_claim_value(row, item) for row in dossier.rows for item in row.evidence],
        "conflicts": [conflict_value(conflict) for conflict in dossier.conflicts],
    }


def render_show_text(dossier: Dossier, labels: Labels, *, width: int = 100, color: bool = False) -> str:
    """Names, ties, claims and conflicts as text, every row with one quote."""
    page = Page(labels, width=width, color=color)
    page.line(
        (dossier.entity.name, "bold"), f"  {labels.type(dossier.entity.type.value)}  {dossier.entity.id}"
    )
    page.rule(labels("show.names"))
    for use in (*dossier.report_names, *dossier.knowledge_names):
        page.line((use.name, "bold"), "  " + page.phrases.name_use(use), indent=2)
    ties = _ties(dossier)
    rows = [row for row in dossier.rows if row not in ties]
    for key, shown in (("ties", ties), ("claims", rows)):
        if shown:
            page.rule(labels(f"show.{key}"))
        for row in shown:
            own = dossier.entity.id in (row.subject.id, row.object.id if row.object else None)
            write_row(page, row, sentence=not own)
    if dossier.conflicts:
        page.rule(labels("show.conflicts"))
    for conflict in dossier.conflicts:
        page.line(("! ", "bold red"), page.phrases.conflict(conflict, dossier.entity.type.value), indent=2)
        for row in conflict.rows:
            page.line(page.mark(row.stance), (row.end, "bold"), "  " + page.phrases.voices(row), indent=4)
    return page.text


def _ties(dossier: Dossier) -> list[Row]:
    return [row for row in dossier.rows if row.predicate in _TIES and row.other is not None]


def _tie_value(row: Row, item: Evidence) -> dict[str, Any]:
    return {
        "tie": row.predicate,
        "outward": row.outward,
        "entity": ref_value(row.other) if row.other else None,
        "by": item.voice,
        "stance": item.stance.value,
        "quote": item.quote,
        "doc": item.document.id,
    }


def _claim_value(row: Row, item: Evidence) -> dict[str, Any]:
    end = row.object.name if row.object else row.date
    return {"s": row.subject.name, "p": row.predicate, "o": end, **evidence_value(item)}
