"""What is missing from a card: an analyst must see what nobody said, too."""

from collections.abc import Sequence

from urazuke.assess.origins import OriginCount
from urazuke.model.claim import Stance
from urazuke.model.document import DocumentKind, Reliability
from urazuke.model.entity import LinkedClaim
from urazuke.model.mention import EntityType
from urazuke.outputs.sections import Section, load_sections
from urazuke.outputs.timeline import Timeline


def find_gaps(
    entity_type: str,
    claims: Sequence[LinkedClaim],
    origins: OriginCount,
    sections: Sequence[Section],
    timeline: Timeline,
) -> tuple[str, ...]:
    """Keys of labels (``gap.*``): first what weakens all that is said, then what is not said at all."""
    if not claims:
        return ("no_claims",)
    gaps = list(_weaknesses(claims, origins))
    by_key = {section.key: section for section in sections}
    victims = by_key.get("victims")
    behind = by_key["behind"].rows if "behind" in by_key else ()
    present = {
        "no_behind": any(row.predicate == "attributed-to" for row in behind),
        "no_country": any(row.other is not None and row.other.type is EntityType.LOCATION for row in behind),
        "no_denial": not behind or any(row.denied for row in behind),
        "no_victim_countries": bool(victims and victims.group("countries")),
        "no_victim_sectors": bool(victims and victims.group("sectors")),
        "no_compromise": victims is None or victims.group("compromised") is not None,
        "no_malware": "malware" in by_key,
        "no_techniques": "techniques" in by_key,
        "no_vulnerabilities": "vulnerabilities" in by_key,
        "no_infrastructure": "infrastructure" in by_key,
        "no_activity_dates": any(event.predicate.startswith("active-") for event in timeline.events),
        "no_dates": bool(timeline.events),
        "no_user": "used_by" in by_key or "exploited_by" in by_key,
    }
    return (*gaps, *(key for key in load_sections()["gaps"].get(entity_type, ()) if not present[key]))


def _weaknesses(claims: Sequence[LinkedClaim], origins: OriginCount) -> list[str]:
    gaps = []
    if all(claim.document.kind is DocumentKind.KNOWLEDGE for claim in claims):
        gaps.append("no_report")
    if len(origins.origins) == 1 and not origins.unknown_documents:
        gaps.append("single_origin")
    if not origins.origins:
        gaps.append("no_origin")
    if all(claim.claim.stance is not Stance.ASSERTED for claim in claims):
        gaps.append("all_hedged")
    if all(claim.source.reliability is Reliability.F for claim in claims):
        gaps.append("ungraded")
    return gaps
