"""Asking about one window: the cache before the endpoint, once more after an answer that is none, in halves
where it ran out of room."""

from collections.abc import Sequence
from dataclasses import dataclass

from urazuke.llm.answer import CUT_SHORT, NO_JSON, Answer, read_answer
from urazuke.llm.cache import AnswerCache
from urazuke.llm.endpoint import Completion, Endpoint, RequestRefusedError
from urazuke.llm.prompt import make_messages, make_repair, make_schema
from urazuke.llm.usage import Usage
from urazuke.model.place import Span

REFUSED = "refused"
"""A problem of an answer, beside those of :class:`Answer`: the model or its keeper would not answer."""

_NOT_REPEATED = frozenset({"refusal", "content_filter"})
_SMALLEST_HALF = 800
_HALVES_OVERLAP = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A window, or the halves of one, each with its answer, and what that took."""

    parts: tuple[tuple[Span, Answer], ...]
    usage: Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Asks `endpoint`, and `cache` before it (None: none). Threads may share one."""

    endpoint: Endpoint
    cache: AnswerCache | None = None

    def ask(self, text: str, window: Span, known: Sequence[str]) -> Asked:
        """Ask about ``text[window]``. `known` are names of things in earlier windows.

        Raises:
            EndpointError: the endpoint could not be reached, or refuses everything. SettingsError: no httpx.
        """
        messages = make_messages(window.of(text), known)
        try:
            answer, usage = self._ask_once(messages)
        except RequestRefusedError as err:
            return Asked(parts=((window, Answer(problems=(f"{REFUSED}: {err.message}",))),), usage=Usage())
        if CUT_SHORT not in answer.problems or len(window) < 2 * _SMALLEST_HALF:
            return Asked(parts=((window, answer),), usage=usage)
        middle = _find_middle(text, window)
        halves = (Span(window.start, middle), Span(max(window.start, middle - _HALVES_OVERLAP), window.end))
        parts: tuple[tuple[Span, Answer], ...] = ()
        for half in halves:
            asked = self.ask(text, half, known)
            parts, usage = parts + asked.parts, usage + asked.usage
        return Asked(parts=parts, usage=usage)

    def _ask_once(self, messages: list[dict[str, str]]) -> tuple[Answer, Usage]:
        completion, usage = self._complete(messages)
        answer = _read(completion)
        if NO_JSON in answer.problems and completion.finish not in _NOT_REPEATED:
            completion, more = self._complete(make_repair(messages, completion.text))
            answer, usage = _read(completion), usage + more
        return answer, usage

    def _complete(self, messages: list[dict[str, str]]) -> tuple[Completion, Usage]:
        model = self.endpoint.model
        if self.cache and (kept := self.cache.find(model, messages)):
            return kept, Usage(cached=1)
        completion = self.endpoint.complete(messages, make_schema())
        if self.cache:
            self.cache.keep(model, messages, completion)
        return completion, Usage(
            requests=1,
            prompt_tokens=completion.prompt_tokens,
            completion_tokens=completion.completion_tokens,
        )


def _read(completion: Completion) -> Answer:
    if completion.finish in _NOT_REPEATED:
        return Answer(
            problems=(f"{REFUSED}: {' '.join(completion.text.split())[:200] or completion.finish}",)
        )
    answer = read_answer(completion.text)
    if completion.finish == "length" and CUT_SHORT not in answer.problems:
        # Whatever could be read of it, more was to come.
        problems = tuple(problem for problem in answer.problems if problem != NO_JSON)
        return Answer(entities=answer.entities, claims=answer.claims, problems=(*problems, CUT_SHORT))
    return answer


def _find_middle(text: str, window: Span) -> int:
    """Where to cut a window: at the line or sentence that ends nearest before its middle."""
    middle = window.start + len(window) // 2
    floor = middle - len(window) // 4
    return max((text.rfind(mark, floor, middle) + 1 for mark in "\n。"), default=0) or middle
