"""The blocks of an HTML page in the order of its source, each with its place. One pass, linear, without
recursion.

Nothing is judged here but what a reader of the page can't see: scripts, hidden parts, the readings of ruby.
What else helps to tell text from furniture (links, names of classes) is noted on each draft for `html_main`.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from urazuke.model.document import BlockKind

MAX_LOCATED_DEPTH = 200
"""Deeper elements get no path: paths of thousands of steps help nobody and would cost more than the text."""

_UNSEEN = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "head",
        "select",
        "option",
        "button",
        "input",
        "textarea",
        "audio",
        "video",
        "canvas",
        "map",
        "rt",
        "rp",
        "dialog",
        "datalist",
        "progress",
        "meter",
        "title",
        "link",
        "meta",
        "nav",
        "menu",
    ]
)
_UNSEEN_ROLES = frozenset(
    {"navigation", "contentinfo", "search", "menu", "menubar", "tablist", "dialog", "alertdialog"}
)
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "kbd",
        "label",
        "mark",
        "meter",
        "nobr",
        "picture",
        "q",
        "ruby",
        "rb",
        "s",
        "samp",
        "small",
        "source",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "center-inline",
        "g-emoji",
    ]
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = frozenset({"ul", "ol", "dl", "dir"})
_INHERITED = frozenset(
    {BlockKind.ITEM, BlockKind.QUOTATION, BlockKind.CAPTION, BlockKind.HEADING, BlockKind.CODE}
)
_FURNITURE_TAGS = frozenset({"footer", "aside"})
_NEVER_FURNITURE = frozenset({"html", "body", "main", "article"})
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:share|sharing|sns|social|related|relatedposts|recommend(?:ed|ations?)?|breadcrumbs?|menu|navbar|"
    r"navigation|sidebar|comments?|disqus|cookies?|consent|newsletter|subscribe|subscription|adverts?|advertisement|ads|"
    r"promo|sponsored|footer|pagination|pager|tags|tagcloud|popular|ranking|widget|toc|author-?bio|login|copyright|"
    r"popup|modal|banner)(?:[\s_-]|$)",
    re.IGNORECASE,
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SOFT = "\x1f"  # a line break of the source inside running text: a space, but nothing between CJK characters
_BREAKS = re.compile(r"[ \t\u00a0]*[\r\n\f][\s\u00a0]*")
_DROPPED = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\u00ad\u200b\u2060\ufeff]")
_CJK = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U000323af]"
_SOFT_IN_CJK = re.compile(rf"(?<={_CJK})\x1f(?={_CJK})")


class PathStep:
    """An element on the way from the root; paths are written out only for the blocks that are kept."""

    __slots__ = ("depth", "name", "parent")

    def __init__(self, name: str, parent: "PathStep | None") -> None:
        self.name = name
        self.parent = parent
        self.depth: int = parent.depth + 1 if parent else 1

    def xpath(self) -> str | None:
        """The path from the root, None if it is deeper than `MAX_LOCATED_DEPTH`."""
        if self.depth > MAX_LOCATED_DEPTH:
            return None
        names: list[str] = []
        step: PathStep | None = self
        while step is not None:
            names.append(step.name)
            step = step.parent
        return "/" + "/".join(reversed(names))


@dataclass(slots=True)
class Draft:
    """A block that may be text or furniture. `linked`, `internal`: characters in links, and in links within
    the site."""

    text: str
    kind: BlockKind
    level: int
    step: PathStep
    furniture: bool
    linked: int
    internal: int
    tag: str

    @property
    def link_share(self) -> float:
        """The share of its characters that are links."""
        return min(1.0, self.linked / max(1, len(self.text)))


@dataclass(slots=True)
class _Context:
    kind: BlockKind
    level: int
    step: PathStep
    tag: str
    furniture: bool
    lists: int = 0
    in_row: bool = False
    preformatted: bool = False


@dataclass(slots=True)
class _Walk:
    site: str | None
    drafts: list[Draft] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    internal: int = 0
    links: list[bool] = field(default_factory=list)
    depth: int = 0

    def add(self, raw: str | None, context: _Context) -> None:
        if not raw:
            return
        text = _DROPPED.sub("", raw)
        if not context.preformatted:
            text = _BREAKS.sub(_SOFT, text).replace("\t", " ").replace("\u00a0", " ")
        self.pieces.append(text)
        if self.links:
            length = len(text.strip(" " + _SOFT))
            self.linked += length
            self.internal += length if self.links[-1] else 0

    def flush(self, context: _Context) -> None:
        if not self.pieces:
            return
        text = "".join(self.pieces)
        linked, internal = self.linked, self.internal
        self.pieces.clear()
        self.linked = self.internal = 0
        text = _tidy_code(text) if context.preformatted else _tidy(text, context.in_row)
        if text:
            draft = Draft(
                text,
                context.kind,
                context.level,
                context.step,
                context.furniture,
                linked,
                internal,
                context.tag,
            )
            self.drafts.append(draft)


def _tidy(text: str, in_row: bool) -> str:
    text = _SOFT_IN_CJK.sub("", text).replace(_SOFT, " ")
    text = re.sub(r" {2,}", " ", text)
    text = re.sub(r" ?([\n\t]) ?", r"\1", text)
    if in_row:
        cells = text.replace("\n", " ").split("\t")
        return "\t".join(cell.strip() for cell in cells) if any(cell.strip() for cell in cells) else ""
    return text.strip()


def _tidy_code(text: str) -> str:
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").split("\n")]
    return "\n".join(lines).strip("\n")


def draft_blocks(root: Any, site: str | None = None) -> tuple[list[Draft], int]:
    """All visible blocks of a page.

    Args:
        root: The root element of an lxml HTML tree; it is not changed.
        site: The host of the page, if known, to tell its own links from others.

    Returns:
        Drafts in source order, with text free of superfluous white space, and the depth of the tree in
        elements.
    """
    layout = _find_layout_tables(root)
    walk = _Walk(site)
    base = _Context(BlockKind.PARAGRAPH, 0, PathStep(_tag(root), None), _tag(root), False)
    contexts = [base]
    steps = [base.step]
    counts = [_count_children(root)]
    deepest = 1
    events = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in events:
        if event in ("comment", "pi"):
            walk.add(element.tail, contexts[-1])
            continue
        tag = _tag(element)
        if event == "end":
            if element is root:
                break
            steps.pop()
            counts.pop()
            _leave(element, tag, walk, contexts, layout)
            walk.add(element.tail, contexts[-1])
            continue
        if element is root:
            walk.add(element.text, base)
            continue
        steps.append(PathStep(_name_step(tag, counts[-1]), steps[-1]))
        counts.append(_count_children(element))
        deepest = max(deepest, len(steps))
        if _is_unseen(element, tag):
            events.skip_subtree()
            if tag == "a":
                walk.links.append(False)
            if tag not in _INLINE and tag not in ("rt", "rp", "script", "style"):
                _break(walk, contexts[-1])
            contexts.append(contexts[-1])
            continue
        contexts.append(_enter(element, tag, walk, contexts[-1], steps[-1], layout))
        walk.add(element.text, contexts[-1])
    walk.flush(contexts[0])
    return walk.drafts, deepest


def _tag(element: Any) -> str:
    tag = element.tag
    return tag.lower() if isinstance(tag, str) else ""


def _count_children(element: Any) -> dict[str, list[int]]:
    """For each tag among the children: how many there are, and how many were passed so far."""
    counts: dict[str, list[int]] = {}
    for child in element.iterchildren(tag=etree.Element):
        counts.setdefault(_tag(child), [0, 0])[0] += 1
    return counts


def _name_step(tag: str, counts: dict[str, list[int]]) -> str:
    total_and_passed = counts.get(tag)
    if total_and_passed is None:
        return tag
    total_and_passed[1] += 1
    name = tag if re.fullmatch(r"[a-z][a-z0-9_-]*", tag) else "*"
    return f"{name}[{total_and_passed[1]}]" if total_and_passed[0] > 1 else name


def _is_unseen(element: Any, tag: str) -> bool:
    if tag in _UNSEEN:
        return True
    if not element.attrib or tag in ("html", "body"):  # some pages hide the body until their scripts ran
        return False
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or element.get("role") in _UNSEEN_ROLES
        or bool(_HIDDEN_STYLE.search(element.get("style") or ""))
    )


def _break(walk: _Walk, context: _Context) -> None:
    """Between two blocks: a new draft, or a space inside the cell of a row."""
    if context.in_row:
        walk.pieces.append(" ")
    else:
        walk.flush(context)


def _enter(
    element: Any, tag: str, walk: _Walk, parent: _Context, step: PathStep, layout: frozenset[Any]
) -> _Context:
    if tag == "a":
        walk.links.append(_is_internal(element.get("href") or "", walk.site))
        return parent
    if tag == "br":
        _add_line_break(walk, parent)
        return parent
    if tag in _INLINE:
        return parent
    if parent.in_row:
        if tag in ("td", "th"):
            # The first cell opens the row; what stands before it in the source is white space.
            first = next(element.itersiblings("td", "th", preceding=True), None) is None
            walk.pieces.append("" if first else "\t")
        else:
            walk.pieces.append(" ")
        return parent
    walk.flush(parent)
    return _make_context(element, tag, parent, step, layout)


def _make_context(
    element: Any, tag: str, parent: _Context, step: PathStep, layout: frozenset[Any]
) -> _Context:
    kind = parent.kind if parent.kind in _INHERITED else BlockKind.PARAGRAPH
    level = parent.level if kind is parent.kind else 0
    lists = parent.lists
    if tag in _HEADINGS:
        kind, level = BlockKind.HEADING, _HEADINGS[tag]
    elif tag in _LISTS:
        lists += 1
    elif tag in ("li", "dt", "dd"):
        kind, level = BlockKind.ITEM, max(0, lists - 1) + (1 if tag == "dd" else 0)
    elif tag == "blockquote":
        kind, level = BlockKind.QUOTATION, 0
    elif tag in ("figcaption", "caption"):
        kind, level = BlockKind.CAPTION, 0
    elif tag in ("pre", "listing", "xmp"):
        kind, level = BlockKind.CODE, 0
    in_row = tag == "tr" and element not in layout
    if in_row:
        kind, level = BlockKind.ROW, 0
    return _Context(
        kind=kind,
        level=level,
        step=step,
        tag=tag,
        furniture=parent.furniture or _is_furniture(element, tag),
        lists=lists,
        in_row=in_row,
        preformatted=parent.preformatted or kind is BlockKind.CODE,
    )


def _leave(element: Any, tag: str, walk: _Walk, contexts: list[_Context], layout: frozenset[Any]) -> None:
    context = contexts.pop()
    if tag == "a" and walk.links:
        walk.links.pop()
    if context is contexts[-1]:
        if context.in_row and tag not in _INLINE and tag not in ("td", "th", "br", "rt", "rp"):
            walk.pieces.append(" ")
        return
    walk.flush(context)


def _add_line_break(walk: _Walk, context: _Context) -> None:
    if context.in_row:
        walk.pieces.append(" ")
        return
    # Two breaks make a paragraph in pages that know no <p>.
    index = len(walk.pieces) - 1
    while index >= 0 and not walk.pieces[index].strip(" " + _SOFT) and walk.pieces[index] != "\n":
        index -= 1
    if index >= 0 and walk.pieces[index] == "\n" and not context.preformatted:
        walk.flush(context)
    else:
        walk.pieces.append("\n")


def _is_furniture(element: Any, tag: str) -> bool:
    if tag in _NEVER_FURNITURE:
        return False
    if tag in _FURNITURE_TAGS or element.get("role") == "complementary":
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return len(names) > 1 and _FURNITURE.search(names[:500]) is not None


def _is_internal(href: str, site: str | None) -> bool:
    href = href.strip()
    if not re.match(r"(?:[a-zA-Z][a-zA-Z0-9+.-]*:|//)", href):
        return True
    host = re.match(r"(?:https?:)?//([^/?#]*)", href)
    return bool(host and site and host.group(1).lower().removeprefix("www.") == site.removeprefix("www."))


def _find_layout_tables(root: Any) -> frozenset[Any]:
    """The rows of tables that only lay out the page: they hold tables, headings or forms, or have but one
    column."""
    rows: set[Any] = set()
    opened: list[tuple[list[Any], list[bool]]] = []  # rows, [layout, has several columns]
    for event, element in etree.iterwalk(root, events=("start", "end"), tag=_TABLE_TAGS):
        tag = _tag(element)
        if event == "start":
            if opened and tag in _LAYOUT_SIGNS:
                opened[-1][1][0] = True
            if tag == "table":
                opened.append(([], [False, False]))
            elif opened and tag == "tr":
                opened[-1][0].append(element)
                cells = sum(1 for child in element.iterchildren("td", "th"))
                opened[-1][1][1] = opened[-1][1][1] or cells > 1
        elif tag == "table" and opened:
            table_rows, (is_layout, has_columns) = opened.pop()
            if is_layout or not has_columns:
                rows.update(table_rows)
    return frozenset(rows)


_LAYOUT_SIGNS = frozenset(
    {"table", "h1", "h2", "h3", "h4", "form", "article", "main", "section", "header", "footer"}
)
_TABLE_TAGS = (*sorted(_LAYOUT_SIGNS), "tr")
