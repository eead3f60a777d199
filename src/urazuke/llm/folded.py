"""Finding in a text what somebody copied from it: white space and typographic marks may differ, places stay
exact."""

from collections.abc import Iterable, Iterator

from ahocorasick_rs import AhoCorasick, MatchKind

from urazuke.model.place import Span

_SAME = str.maketrans("“”„‟«»＂‘’‚‛＇‐‑‒–—―−－", '"""""""\'\'\'\'\'--------')
"""Marks that copying makes plain, one for one."""


class FoldedText:
    """A text, or a part of it, without white space (`keep_space`: each run of it as one space), with its way
    home."""

    def __init__(self, text: str, within: Span | None = None, *, keep_space: bool = False) -> None:
        within = within or Span(0, len(text))
        self._text = text
        self._keep_space = keep_space
        self._places: list[int] = []
        signs: list[str] = []
        for place, sign in enumerate(within.of(text).translate(_SAME), within.start):
            if sign.isspace():
                if not keep_space or (signs and signs[-1] == " "):
                    continue
                sign = " "
            signs.append(sign)
            self._places.append(place)
        self._folded = "".join(signs)

    def find(self, copied: str, *, limit: int = 20) -> Iterator[Span]:
        """The places in the text where `copied` stands, in text order, at most `limit`; none for white space
        alone."""
        wanted = self._fold(copied)
        place = self._folded.find(wanted) if wanted else -1
        while place >= 0 and limit > 0:
            yield self._home(place, place + len(wanted))
            limit -= 1
            place = self._folded.find(wanted, place + 1)

    def find_all(self, names: Iterable[str]) -> dict[str, list[Span]]:
        """All places of each of `names` as a word of its own, in text order; in one pass over the text."""
        found: dict[str, list[Span]] = {name: [] for name in names}
        by_form: dict[str, list[str]] = {}
        for name in found:
            if form := self._fold(name):
                by_form.setdefault(form, []).append(name)
        forms = list(by_form)
        if not forms:
            return found
        matcher = AhoCorasick(forms, matchkind=MatchKind.Standard)
        for index, start, end in matcher.find_matches_as_indexes(self._folded, overlapping=True):
            span = self._home(start, end)
            if self._is_word(span):
                for name in by_form[forms[index]]:
                    found[name].append(span)
        return {name: sorted(spans) for name, spans in found.items()}

    def _fold(self, copied: str) -> str:
        return (" " if self._keep_space else "").join(copied.translate(_SAME).split())

    def _home(self, start: int, end: int) -> Span:
        return Span(self._places[start], self._places[end - 1] + 1)

    def _is_word(self, span: Span) -> bool:
        """Whether no letter or digit of its own script goes on at either end: APT1 is not in APT10, UPS not
        in groups."""
        text = self._text
        goes_on_before = span.start > 0 and _joins(text[span.start - 1]) and _joins(text[span.start])
        goes_on_after = span.end < len(text) and _joins(text[span.end]) and _joins(text[span.end - 1])
        return not goes_on_before and not goes_on_after


def _joins(sign: str) -> bool:
    """Whether `sign` belongs to words that are written with spaces between them."""
    return sign.isalnum() and (
        sign < "\u2e80" or "\uac00" <= sign <= "\ud7a3" or "\uff10" <= sign <= "\uff5a"
    )
