"""Joins the stages: sources give documents, documents contain mentions, mentions make claims, the store keeps them."""

from collections.abc import Iterable
from pathlib import Path

from urazuke.claims.find import find_claims
from urazuke.knowledge.lexicon import Lexicon, load_lexicon
from urazuke.mentions.find import find_candidates
from urazuke.mentions.observables import find_observables
from urazuke.mentions.referents import make_referents
from urazuke.model.document import Document, Rendition
from urazuke.model.mention import EntityType, Mention, Role
from urazuke.model.reading import Reading
from urazuke.text.language import detect_language


class OfflineReader:
    """Reads documents with rules and dictionaries alone; asks nothing of any network."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    @classmethod
    def load(cls, cache_dir: Path | None) -> "OfflineReader":
        """A reader with the packaged knowledge, compiled once into `cache_dir`."""
        return cls(load_lexicon(cache_dir))

    def read(self, document: Document, rendition: Rendition) -> Reading:
        """All referents and claims of one rendition."""
        text = rendition.text
        language = document.language or detect_language(text)
        observables = [mention for mention in find_observables(text) if _bears_on_attack(mention)]
        candidates = find_candidates(text, language, self._lexicon, observables)
        named = make_referents(text, document.id, candidates)
        claims = find_claims(document, rendition, named.referents, language)
        used = {id for claim in claims for id in (claim.subject, claim.object, claim.speaker, *claim.via)}
        referents = tuple(
            referent for referent in named.referents if referent.id not in named.tentative or referent.id in used
        )
        return Reading(document=document, rendition=rendition, referents=referents, claims=claims)

    def observables(self, rendition: Rendition) -> Iterable[Mention]:
        """All observables, whatever their role."""
        return find_observables(rendition.text)


def _bears_on_attack(mention: Mention) -> bool:
    """Vulnerabilities and techniques always do; an observable unless it is a reference or harmless."""
    return mention.type is not EntityType.OBSERVABLE or mention.role in (Role.INDICATOR, Role.VICTIM, None)
