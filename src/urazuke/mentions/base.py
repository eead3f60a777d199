"""What a finder of mentions proposes, and how proposals that overlap are settled."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from urazuke.model.mention import EntityType, Mention, Role
from urazuke.model.place import Span
from urazuke.text.normal import fold_space, make_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A span that may be a mention. `type` None: a name whose type nothing has told yet.

    `weight` orders candidates that overlap: the heavier wins, then the longer, then the earlier. A `tentative`
    one is so common a word that it becomes a mention only where a claim is made of it. `inner` are names within
    a description ("Iranian" in "Iranian hackers").
    """

    span: Span
    type: EntityType | None
    rule: str
    weight: int
    concept: str | None = None
    kind: str | None = None
    role: Role | None = None
    name: str | None = None
    normal: str | None = None
    tentative: bool = False
    inner: tuple["Candidate", ...] = ()

    def to_mention(self, text: str) -> Mention:
        """The mention that this candidate has become. Its type must be known."""
        assert self.type is not None
        surface = self.span.of(text)
        name = self.name or fold_space(surface)
        return Mention(
            span=self.span,
            surface=surface,
            name=name,
            normal=self.normal or make_key(name),
            type=self.type,
            rule=self.rule,
            concept=self.concept,
            kind=self.kind,
            role=self.role,
        )

    def typed(self, type: EntityType, rule: str) -> "Candidate":
        """The same span with a type and the rule that told it."""
        return replace(self, type=type, rule=rule)


def settle(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Choose candidates that do not overlap, heaviest first, then longest, then earliest; in text order."""
    ranked = sorted(candidates, key=lambda c: (-c.weight, -len(c.span), c.span.start, c.type is None))
    taken: dict[int, Candidate] = {}
    chosen: list[Candidate] = []
    for candidate in ranked:
        places = range(candidate.span.start, candidate.span.end)
        # A candidate that overlaps a chosen one shares an end with it or lies around it, so every place is looked at;
        # spans are short, which keeps the work linear in their total length.
        if not any(place in taken for place in places):
            chosen.append(candidate)
            taken.update(dict.fromkeys(places, candidate))
    return sorted(chosen, key=lambda c: c.span.start)
