"""The option --reader: which reader reads, and what is said about one that asks a language model."""

import sys
from collections import Counter
from collections.abc import Callable
from typing import Any

import click

from urazuke.cli.common import session
from urazuke.cli.printing import complain
from urazuke.errors import SettingsError
from urazuke.labels.load import Labels
from urazuke.model.document import Document, Rendition
from urazuke.model.issue import Issue
from urazuke.model.reading import Reading
from urazuke.settings import LlmSettings, Settings

OFFLINE, LLM, BOTH = "offline", "llm", "both"

reader_option = click.option(
    "--reader",
    "reader_name",
    type=click.Choice([OFFLINE, LLM, BOTH]),
    default=OFFLINE,
    help="Rules and dictionaries (offline), a language model (llm), or both.",
)


class ChosenReader:
    """The reader that was asked for, offline by default.

    As a context manager it shows progress while a model is asked, and says at the end what that took and what
    was not believed: all on standard error, and nothing where no model was asked. `note` shows what is being
    done where there is a progress bar already.
    """

    note: Callable[[str], None] | None

    def __init__(self, ctx: click.Context, words: Labels, name: str = OFFLINE) -> None:
        """Make the reader `name`.

        Raises:
            SettingsError: a model is asked for, and none is configured or the extra ``llm`` is missing.
        """
        from urazuke.pipeline import OfflineReader, Reader

        settings = session(ctx).settings
        self._words = words
        self.note = None
        self._price = settings.llm.price
        self._issues: Counter[Issue] = Counter()
        self._bar: Any = None
        self._llm: Any = None
        if name != OFFLINE:
            _require_endpoint(settings.llm)
        offline = OfflineReader.load(settings.cache)
        self._reader: Reader = offline
        if name != OFFLINE:
            from urazuke.llm.unite import BothReader

            self._llm = self._make_llm(settings)
            self._reader = self._llm if name == LLM else BothReader(offline, self._llm)

    def _make_llm(self, settings: Settings) -> Any:
        from urazuke.knowledge.lexicon import load_lexicon
        from urazuke.llm.cache import AnswerCache
        from urazuke.llm.endpoint import Endpoint, require_client
        from urazuke.llm.reader import LlmReader

        require_client()
        llm = settings.llm
        assert llm.url is not None
        assert llm.model is not None
        return LlmReader(
            Endpoint(url=llm.url, model=llm.model, key=llm.key, timeout_s=llm.timeout_s),
            AnswerCache(settings.cache / "llm"),
            parallel=llm.parallel,
            lexicon=load_lexicon(settings.cache),
            max_tlp=llm.tlp,
            progress=self._show,
        )

    def read(self, document: Document, rendition: Rendition) -> Reading:
        """All referents and claims of one rendition; errors are those of the reader."""
        try:
            reading = self._reader.read(document, rendition)
        finally:
            self._stop_bar()
        if self._llm is not None:
            self._issues.update(reading.issues)
        return reading

    def __enter__(self) -> "ChosenReader":
        return self

    def __exit__(self, *_: object) -> None:
        self._stop_bar()
        if self._llm is not None:
            self._report()

    def _report(self) -> None:
        from urazuke.llm.verify import INJECTION, SET_ASIDE, count_set_aside

        for issue in self._issues:
            if not issue.code.startswith(SET_ASIDE) or issue.code == INJECTION:
                complain(issue)
        reasons = count_set_aside(self._issues.elements())
        if reasons:
            shown = self._words.join(f"{reason} {count}" for reason, count in reasons.items())
            complain(self._words("llm.set_aside", n=reasons.total(), reasons=shown))
        usage = self._llm.usage
        line = self._words(
            "llm.usage",
            requests=f"{usage.requests:,}",
            cached=f"{usage.cached:,}",
            asked=f"{usage.prompt_tokens:,}",
            answered=f"{usage.completion_tokens:,}",
        )
        if self._price is not None:
            line += " " + self._words("llm.cost", cost=f"{usage.cost(self._price):,.4f}")
        complain(line)

    def _show(self, done: int, total: int) -> None:
        text = self._words("llm.progress", done=done, total=total)
        if self.note is not None:
            self.note(text)
        elif sys.stderr.isatty():
            if self._bar is None:
                self._start_bar(total)
            self._bar.update(self._bar.task_ids[0], completed=done, description=text)

    def _start_bar(self, total: int) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        self._bar = Progress(
            BarColumn(),
            TextColumn("{task.description}"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._bar.add_task("", total=total)
        self._bar.start()

    def _stop_bar(self) -> None:
        if self._bar is not None:
            self._bar.stop()
            self._bar = None


def _require_endpoint(llm: LlmSettings) -> None:
    """Nothing is ever sent unless somebody has said where to."""
    if not llm.url:
        raise SettingsError(
            "no language model is configured, and nothing was sent; set URAZUKE_LLM_URL (as "
            "http://127.0.0.1:11434/v1) and URAZUKE_LLM_MODEL, or use --reader offline",
            where="--reader",
        )
    if not llm.model:
        raise SettingsError("is not set; name the model to ask at URAZUKE_LLM_URL", where="URAZUKE_LLM_MODEL")
