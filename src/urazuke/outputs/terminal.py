"""What terminal renderers share: a console that writes to a string, coloured only if asked."""

import io
import re

from rich.console import Console
from rich.text import Text

from urazuke.labels.load import Labels
from urazuke.model.claim import Stance
from urazuke.outputs.evidence import Evidence
from urazuke.outputs.phrases import MARKS, Phrases

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
STYLES = {
    Stance.ASSERTED: "bold blue",
    Stance.HEDGED: "bold yellow",
    Stance.DENIED: "bold red",
    Stance.UNKNOWN: "dim",
}


class Page:
    """Lines of a terminal page; `text` is all of them. `width` in cells (a CJK character takes two)."""

    def __init__(self, labels: Labels, *, width: int, color: bool) -> None:
        self.labels = labels
        self.phrases = Phrases(labels)
        self._buffer = io.StringIO()
        self._console = Console(
            file=self._buffer,
            width=max(40, width),
            force_terminal=color,
            color_system="standard" if color else None,
            highlight=False,
            emoji=False,
            markup=False,
            legacy_windows=False,
        )

    @property
    def text(self) -> str:
        """All that was written, without blanks at the ends of lines."""
        lines = (line.rstrip() for line in self._buffer.getvalue().split("\n"))
        return "\n".join(lines).rstrip("\n") + "\n"

    def line(self, *parts: str | tuple[str, str], indent: int = 0) -> None:
        """One line of texts, or of (text, style) pairs, folded with a hanging indent."""
        text = Text()
        for part in parts:
            words, style = (part, "") if isinstance(part, str) else part
            text.append(clean(words), style=style)
        width = self._console.width - indent
        for folded in text.wrap(self._console, width, tab_size=4) if parts else [Text()]:
            self._console.print(Text(" " * indent) + folded, soft_wrap=True)

    def rule(self, title: str) -> None:
        """A heading."""
        self.line()
        self.line((title, "bold cyan"))

    def quote(self, item: Evidence, *, indent: int) -> None:
        """A quote with who says it, where, and how surely. Confidence stands on a line of its own."""
        self.line((self.phrases.quoted(item.quote), "italic"), indent=indent)
        self.line(("— " + self.phrases.citation(item, elements=False), "dim"), indent=indent + 2)
        details = self.phrases.qualifiers(item)
        if len(details) > 1 or item.stance is not Stance.ASSERTED:
            self.line((" · ".join(details), "dim"), indent=indent + 2)
        if item.confidence:
            self.line((self.labels(f"confidence.{item.confidence.value}"), "dim"), indent=indent + 2)

    def mark(self, stance: Stance) -> tuple[str, str]:
        """The mark of a stance with its colour."""
        return f"{MARKS[stance]} ", STYLES[stance]


def clean(text: str) -> str:
    """`text` without control and direction characters, on one line: documents must not steer a terminal."""
    return " ".join(_CONTROL.sub("�", text).split("\n"))
