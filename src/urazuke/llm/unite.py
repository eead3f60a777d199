"""One reading out of two: what the rules read and what a model read and the text bears out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from urazuke.llm.reader import UnreadError
from urazuke.llm.verify import claim_key, triple_key
from urazuke.model.claim import Claim, Stance
from urazuke.model.document import Document, Rendition
from urazuke.model.issue import Issue, Severity
from urazuke.model.mention import EntityType, Mention, Referent
from urazuke.model.reading import Reading
from urazuke.text.normal import make_key

_DOUBT = (Stance.ASSERTED, Stance.HEDGED, Stance.UNKNOWN, Stance.DENIED)


class _Reader(Protocol):
    def read(self, document: Document, rendition: Rendition) -> Reading: ...


@dataclass(frozen=True, slots=True)
class BothReader:
    """Reads each document twice, and unites the readings."""

    offline: _Reader
    llm: _Reader

    def read(self, document: Document, rendition: Rendition) -> Reading:
        """What both readers found; the offline reader alone, with an issue, where the model read nothing.

        Raises:
            TlpError, DocumentError, EndpointError: as :meth:`LlmReader.read` does.
        """
        try:
            answered = self.llm.read(document, rendition)
        except UnreadError as err:
            issue = Issue(
                severity=Severity.WARNING, code="llm:unread", where=document.address, message=err.message
            )
            reading = self.offline.read(document, rendition)
            return replace(reading, issues=(*reading.issues, issue))
        return unite(self.offline.read(document, rendition), answered)


def unite(offline: Reading, llm: Reading) -> Reading:
    """Unite two readings of one rendition.

    Referents that share a surface and a type are one, under the offline reader's id and name, unless it knows
    them as two: by concept, or because it has a claim between them. A referent of the model that nothing is
    claimed of stays only if the offline reader has not seen its places as something else. Of claims with one
    triple, speaker and stance the offline reader's stays; where the two put one sentence differently, the one
    with more doubt, then the one with a speaker.
    """
    tied = {frozenset((claim.subject, claim.object)) for claim in offline.claims}
    groups = _group(offline.referents, llm.referents, tied)
    new_ids = {old.id: group[0].id for group in groups for old in group}
    claims = _unite_claims(offline.claims, llm.claims, new_ids)
    used = {id for claim in claims for id in (claim.subject, claim.object, claim.speaker, *claim.via)}
    seen = {mention.span for referent in offline.referents for mention in referent.mentions}
    ours = {referent.id for referent in offline.referents}
    referents = [
        _merge(group)
        for group in groups
        if group[0].id in ours
        or group[0].id in used
        or not any(mention.span in seen for mention in group[0].mentions)
    ]
    said = [claim.span for claim in llm.claims]
    return Reading(
        document=offline.document,
        rendition=offline.rendition,
        referents=tuple(sorted(referents, key=lambda it: (it.mentions[0].span, it.id))),
        claims=claims,
        issues=(*offline.issues, *llm.issues),
        missed=tuple(span for span in offline.missed if not any(span.overlaps(other) for other in said)),
    )


def _group(
    offline: Sequence[Referent], llm: Sequence[Referent], tied: set[frozenset[str | None]]
) -> list[list[Referent]]:
    """Referents that are one, an offline one first in each group that has one."""
    groups: list[list[Referent]] = [[referent] for referent in offline]
    owners: dict[tuple[EntityType, str], int] = {}
    for index, referent in enumerate(offline):
        for key in _keys(referent):
            owners.setdefault(key, index)
    numbers = {referent.id: index for index, referent in enumerate(offline)}
    for referent in llm:
        shared = sorted({owners[key] for key in _keys(referent) if key in owners})
        target: int | None = None
        for index in shared:
            group = groups[index]
            if not group or not all(_may_join(referent, other, tied) for other in group):
                continue
            if target is None:
                target = index
                group.append(referent)
            elif all(_may_join(a, b, tied) for a in groups[target] for b in group):
                # The model says, and the text bears out, that two of ours are one.
                groups[target] += group
                groups[index] = []
                owners = {key: target if owner == index else owner for key, owner in owners.items()}
        if target is None and referent.id in numbers:  # the very same name at the very same place
            target = next(i for i, group in enumerate(groups) if any(it.id == referent.id for it in group))
            groups[target].append(referent)
        if target is None:
            target = len(groups)
            groups.append([referent])
        for key in _keys(referent):
            owners.setdefault(key, target)
    return [group for group in groups if group]


def _keys(referent: Referent) -> list[tuple[EntityType, str]]:
    return [(referent.type, make_key(name)) for name in referent.surfaces]


def _may_join(a: Referent, b: Referent, tied: set[frozenset[str | None]]) -> bool:
    if a.concept and b.concept and a.concept != b.concept:
        return False
    return frozenset((a.id, b.id)) not in tied


def _merge(group: Sequence[Referent]) -> Referent:
    """The first of the group with the mentions of all, of those that overlap the earlier reader's."""
    mentions: list[Mention] = []
    taken: set[int] = set()
    for referent in group:
        fresh = [it for it in referent.mentions if taken.isdisjoint(range(it.span.start, it.span.end))]
        mentions += fresh
        for mention in fresh:
            taken.update(range(mention.span.start, mention.span.end))
    first = group[0]
    return replace(
        first,
        mentions=tuple(sorted(mentions, key=lambda mention: mention.span)),
        concept=next((it.concept for it in group if it.concept), None),
        kind=next((it.kind for it in group if it.kind), None),
        role=next((it.role for it in group if it.role), None),
    )


def _unite_claims(
    offline: Iterable[Claim], llm: Iterable[Claim], new_ids: Mapping[str, str]
) -> tuple[Claim, ...]:
    claims: dict[tuple[object, ...], Claim] = {}
    for claim in (_renamed(it, new_ids) for it in offline):
        if claim.subject != claim.object:
            claims.setdefault(claim_key(claim), claim)
    by_triple: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for claim in claims.values():
        by_triple[triple_key(claim)].append(claim)
    for claim in (_renamed(it, new_ids) for it in llm):
        if claim.subject == claim.object or claim_key(claim) in claims:
            continue
        rival = next((it for it in by_triple[triple_key(claim)] if _says_the_same_place(it, claim)), None)
        if rival is None:
            claims[claim_key(claim)] = claim
        elif _caution(claim) > _caution(rival):
            claims.pop(claim_key(rival), None)
            claims[claim_key(claim)] = claim
    return tuple(sorted(claims.values(), key=lambda claim: (claim.span, claim.predicate, claim.id)))


def _renamed(claim: Claim, new_ids: Mapping[str, str]) -> Claim:
    return replace(
        claim,
        subject=new_ids[claim.subject],
        object=new_ids[claim.object] if claim.object else None,
        speaker=new_ids[claim.speaker] if claim.speaker else None,
        via=tuple(new_ids[speaker] for speaker in claim.via),
    )


def _says_the_same_place(a: Claim, b: Claim) -> bool:
    """Whether both put one sentence, and no two speakers in it are confused."""
    return a.span.overlaps(b.span) and (a.speaker is None or b.speaker is None or a.speaker == b.speaker)


def _caution(claim: Claim) -> tuple[int, bool]:
    return _DOUBT.index(claim.stance), claim.speaker is not None
