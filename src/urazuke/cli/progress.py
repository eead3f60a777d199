"""Progress of long work: a bar on a terminal, nothing in a pipe."""

import sys
from collections.abc import Sequence
from types import TracebackType
from typing import Any

from urazuke.labels.load import Labels


class Progress:
    """A bar with documents, claims, rate and time left, on standard error, where that is a terminal."""

    def __init__(self, words: Labels, paths: Sequence[str], max_bytes: int) -> None:
        self._words = words
        self._documents = self._claims = self._done_bytes = self._file_bytes = 0
        self._bar: Any = None
        self._task: Any = None
        if sys.stderr.isatty():
            self._start(paths, max_bytes)

    def _start(self, paths: Sequence[str], max_bytes: int) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        from urazuke.sources.base import Input
        from urazuke.sources.files import iter_inputs

        total = sum(
            found.size_bytes or 0
            for found in iter_inputs(paths, stdin=None, max_bytes=max_bytes)
            if isinstance(found, Input)
        )
        self._bar = Bar(
            BarColumn(),
            TextColumn("{task.percentage:>3.0f} %"),
            TextColumn("{task.fields[shown]}"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._task = self._bar.add_task("", total=total or None, shown="")

    def __enter__(self) -> "Progress":
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def note(self, text: str) -> None:
        """Show what is being done now."""
        if self._bar is not None:
            self._bar.update(self._task, shown=text)

    def begin(self) -> None:
        """Start the clock: what went before (tables of knowledge) says nothing about the rate of reading."""
        if self._bar is not None:
            self._bar.reset(self._task)

    def advance(self, *, claims: int, size_bytes: int) -> None:
        """Count a document with its claims and bytes."""
        self._documents += 1
        self._claims += claims
        self._file_bytes += size_bytes
        if self._bar is not None:
            elapsed = self._bar.tasks[0].elapsed or 1e-9
            shown = self._words(
                "ingest.progress",
                documents=f"{self._documents:,}",
                claims=f"{self._claims:,}",
                rate=f"{self._documents / elapsed:.1f}",
            )
            self._bar.update(self._task, shown=shown, completed=self._done_bytes + self._file_bytes)

    def file_done(self, size_bytes: int) -> None:
        """Move the bar to the end of a file of so many bytes, read or not."""
        self._done_bytes += size_bytes
        self._file_bytes = 0
        if self._bar is not None:
            self._bar.update(self._task, completed=self._done_bytes)
