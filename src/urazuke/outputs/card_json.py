"""The dossier, and the answer of ``show``, as JSON holds them."""

from typing import Any

from urazuke.model.entity import EntityRef
from urazuke.outputs.chart import chart_value
from urazuke.outputs.conflicts import Conflict
from urazuke.outputs.dossier import Dossier, NameUse
from urazuke.outputs.evidence import Row, evidence_value
from urazuke.outputs.timeline import timeline_value


def to_json(dossier: Dossier) -> dict[str, Any]:
    """The whole card. Dates are EDTF; members that nothing is known of are null or empty, never left out."""
    figures = dossier.figures
    return {
        **ref_value(dossier.entity),
        "concept": dossier.concept,
        "as_of": dossier.as_of,
        "names": {
            "knowledge": [_name_value(use) for use in dossier.knowledge_names],
            "reports": [_name_value(use) for use in dossier.report_names],
        },
        "figures": {
            "claims": figures.claims,
            "documents": figures.documents,
            "origins": [origin.name for origin in figures.origins.origins],
            "unknown_origin_documents": figures.origins.unknown_documents,
            "first": figures.first,
            "last": figures.last,
            "hedged": figures.hedged,
            "denied": figures.denied,
            "unknown": figures.unknown,
        },
        "sections": [
            {
                "key": section.key,
                "groups": [
                    {"key": group.key, "rows": [row_value(row) for row in group.rows]}
                    for group in section.groups
                ],
            }
            for section in dossier.sections
        ],
        "conflicts": [conflict_value(conflict) for conflict in dossier.conflicts],
        "timeline": timeline_value(dossier.timeline),
        "chart": chart_value(dossier.chart),
        "sources": [
            {
                "name": use.source.name,
                "reliability": use.source.reliability.value,
                "reason": use.source.reason,
                "claims": use.claims,
                "documents": [
                    {
                        "doc": document.id,
                        "title": document.title,
                        "publisher": document.publisher,
                        "published": document.published,
                        "address": document.address,
                        "kind": document.kind.value,
                    }
                    for document in use.documents
                ],
            }
            for use in dossier.sources
        ],
        "missing": list(dossier.gaps),
    }


def ref_value(ref: EntityRef) -> dict[str, Any]:
    """An entity in short."""
    return {"id": ref.id, "type": ref.type.value, "name": ref.name}


def row_value(row: Row) -> dict[str, Any]:
    """A row with all its claims."""
    return {
        "s": row.subject.name,
        "p": row.predicate,
        "o": row.object.name if row.object else row.date,
        "outward": row.outward,
        "other": ref_value(row.other) if row.other else None,
        "stance": row.stance.value,
        "denied": row.denied,
        "unknown": row.unknown,
        "documents": row.documents,
        "origins": [origin.name for origin in row.origins.origins],
        "unknown_origin_documents": row.origins.unknown_documents,
        "claims": [evidence_value(item) for item in row.evidence],
    }


def conflict_value(conflict: Conflict) -> dict[str, Any]:
    """A conflict with its claims, or with the judgement that makes it."""
    judgement = conflict.judgement
    return {
        "kind": conflict.kind,
        "name": conflict.name,
        "by": judgement.author if judgement else None,
        "reason": judgement.reason if judgement else None,
        "rows": [row_value(row) for row in conflict.rows],
    }


def _name_value(use: NameUse) -> dict[str, Any]:
    return {
        "name": use.name,
        "by": list(use.users),
        "first": use.first,
        "last": use.last,
        "documents": use.documents,
    }
