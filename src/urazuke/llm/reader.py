"""The reader with a language model: windows asked in waves, answers checked against the text, a Reading like
any other."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed

from urazuke.errors import DocumentError
from urazuke.llm.answer import NO_JSON, Answer
from urazuke.llm.ask import REFUSED, Asked, Asker
from urazuke.llm.cache import AnswerCache
from urazuke.llm.endpoint import Endpoint, EndpointError
from urazuke.llm.things import gather_things
from urazuke.llm.tlp import check_tlp
from urazuke.llm.usage import Usage
from urazuke.llm.verify import verify_claims
from urazuke.llm.windows import split_windows
from urazuke.mentions.dictionary import Lexicon
from urazuke.model.document import Document, Rendition
from urazuke.model.issue import Issue, Severity
from urazuke.model.place import Span
from urazuke.model.reading import Reading
from urazuke.text.normal import fold_space

MAX_WINDOWS = 300
"""A longer document is refused: one mistaken file must not cost a fortune."""

_PATIENCE = 3
"""After so many documents in a row for which the endpoint failed, the rest of a batch is not kept waiting."""
_MAX_CARRIED = 100
"""The longest name that goes with later windows, in code points."""


class UnreadError(DocumentError):
    """The model refused a document, or answered nothing readable; other documents may fare better."""


class LlmReader:
    """Reads documents with a language model, believing it nothing that the text does not bear out.

    `usage` counts what all readings so far took. One document is read at a time.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        cache: AnswerCache | None = None,
        *,
        parallel: int = 4,
        lexicon: Lexicon | None = None,
        max_tlp: str = "clear",
        window: int = 6000,
        overlap: int = 600,
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        """Make a reader.

        Args:
            endpoint: What to ask.
            cache: Where answers are kept; None asks anew each time.
            parallel: How many requests may be under way at once.
            lexicon: Known names: gives mentions their concepts, and keeps known things apart.
            max_tlp: The highest marking that may leave this machine.
            window: Size of a window in code points.
            overlap: How much of the last window the next one repeats.
            progress: Called with the number of windows that are done and of all, from the thread that reads.
        """
        self._asker = Asker(endpoint=endpoint, cache=cache)
        self._parallel, self._lexicon, self._max_tlp = parallel, lexicon, max_tlp
        self._window, self._overlap, self._progress = window, overlap, progress
        self._failed = 0
        self.usage = Usage()

    @property
    def name(self) -> str:
        """Name and version for provenance: ``llm/<model>``."""
        return f"llm/{self._asker.endpoint.model}"

    def read(self, document: Document, rendition: Rendition) -> Reading:
        """All referents and claims of one rendition that stood the check; issues say what did not.

        Raises:
            TlpError: the document must not leave this machine; nothing was sent.
            UnreadError: the model gave no answer to any part of it.
            DocumentError: it is too long.
            EndpointError: the endpoint failed; what it has answered is in the cache.
        """
        check_tlp(document, self._asker.endpoint, self._max_tlp)
        windows = split_windows(rendition.text, rendition.blocks, size=self._window, overlap=self._overlap)
        if len(windows) > MAX_WINDOWS:
            raise DocumentError(
                f"would take {len(windows)} requests to a model, more than {MAX_WINDOWS}; split it, or use "
                "--reader offline",
                where=document.address,
            )
        if self._failed >= _PATIENCE:
            raise EndpointError(
                f"was not asked, as it failed for the last {_PATIENCE} documents; run again when it is up",
                where=document.address,
            )
        try:
            parts = self._ask_all(rendition.text, windows)
        except EndpointError:
            self._failed += 1
            raise
        self._failed = 0
        problems = list(_iter_problems(document, parts))
        unread = [problem for _, answer in parts for problem in answer.problems if _is_unread(problem)]
        if unread and len(unread) == len(parts):
            raise UnreadError(
                f"the model did not read it ({unread[0]}); use --reader offline, or another model",
                where=document.address,
            )
        things = gather_things(rendition.text, document.id, [answer for _, answer in parts], self._lexicon)
        verified = verify_claims(document, rendition, parts, things, self.name)
        return Reading(
            document=document,
            rendition=rendition,
            referents=things.referents,
            claims=verified.claims,
            issues=(*problems, *verified.issues),
        )

    def _ask_all(self, text: str, windows: Sequence[Span]) -> list[tuple[Span, Answer]]:
        """Ask in waves of 1, 2, 4 … windows; each wave is told the names that those before it found.

        So a window knows what came before, requests run beside each other, and what is asked depends on the
        text alone: neither on which answer comes first nor on how many may run, so that the cache holds.
        """
        parts: list[tuple[Span, Answer]] = []
        known: dict[str, None] = {}
        done = 0
        pool = ThreadPoolExecutor(max_workers=self._parallel, thread_name_prefix="llm")
        try:
            for wave in _waves(windows):
                futures = [pool.submit(self._asker.ask, text, window, tuple(known)) for window in wave]
                answered = [
                    part for asked in self._results(futures, done, len(windows)) for part in asked.parts
                ]
                done += len(wave)
                parts += answered
                for _, answer in answered:
                    known |= dict.fromkeys(_carried(text, answer))
        finally:
            pool.shutdown(cancel_futures=True)  # what is under way is paid, and goes into the cache
        return parts

    def _results(self, futures: Sequence[Future[Asked]], done: int, total: int) -> list[Asked]:
        """The results in the order of the windows, with progress as they come; the first failure ends it."""
        for count, future in enumerate(as_completed(futures), done + 1):
            self.usage += future.result().usage
            if self._progress:
                self._progress(count, total)
        return [future.result() for future in futures]


def _waves(windows: Sequence[Span]) -> Iterator[Sequence[Span]]:
    start, size = 0, 1
    while start < len(windows):
        yield windows[start : start + size]
        start, size = start + size, size * 2


def _carried(text: str, answer: Answer) -> Iterator[str]:
    """Names to tell later windows: those that really stand in the text."""
    for entity in answer.entities:
        if 2 <= len(entity.name) <= _MAX_CARRIED and entity.name in text:
            yield f"{fold_space(entity.name)} ({fold_space(entity.type)[:20]})"


def _is_unread(problem: str) -> bool:
    return problem == NO_JSON or problem.startswith(REFUSED)


def _iter_problems(document: Document, parts: Sequence[tuple[Span, Answer]]) -> Iterator[Issue]:
    for number, (_, answer) in enumerate(parts, 1):
        for problem in answer.problems:
            code, _, detail = problem.partition(":")
            yield Issue(
                severity=Severity.WARNING,
                code=f"llm:{code}",
                where=document.address,
                message=f"part {number} of {len(parts)} was not wholly read: {code} {detail}".rstrip(),
            )
