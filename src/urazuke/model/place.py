"""Where something stands. Places are types, so that a character range and a page are never confused."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A range of code points in one rendition, half-open: ``0 <= start <= end <= len(text)``."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The characters that this span covers in `text`."""
        return text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: "Span") -> bool:
        """Whether `other` lies wholly within this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class PageRegion:
    """A page of a PDF, counted from 1."""

    page: int

    def __str__(self) -> str:
        return f"page {self.page}"


@dataclass(frozen=True, slots=True)
class ElementPath:
    """An element of an HTML document, as an XPath from the root (``/html/body/main/p[3]``)."""

    xpath: str

    def __str__(self) -> str:
        return self.xpath


@dataclass(frozen=True, slots=True)
class RecordPath:
    """A record of a structured file: a JSON pointer, or ``line 12``."""

    path: str

    def __str__(self) -> str:
        return self.path


Locator = PageRegion | ElementPath | RecordPath
"""Where a block stands in the original, beyond its character range."""
