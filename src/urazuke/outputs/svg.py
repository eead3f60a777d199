"""What the drawings share: escaped elements, measured text, and a style that follows light and dark.

Colours are custom properties, so that a page can set its own; standing alone, a drawing brings defaults.
"""

from functools import cache
from html import escape
from importlib import resources

from rich.cells import cell_len, set_cell_size

_WIDE = 860  # pixels; what is wider may be scrolled on a phone instead of shrunk beyond reading


@cache
def style() -> str:
    """The style of all drawings (``drawing.css``)."""
    return resources.files("urazuke.outputs").joinpath("drawing.css").read_text("utf-8")


def text_width(text: str, size: float = 13) -> float:
    """The width of `text` in pixels, on the safe side: a wide character takes an em, a narrow one 0.55 em."""
    cells = cell_len(text)
    wide = cells - len(text)
    return size * (wide + 0.55 * (len(text) - wide)) if wide >= 0 else size * 0.55 * cells


def shorten(text: str, width: float, size: float = 13) -> str:
    """`text`, cut with … where it is wider than `width` pixels."""
    if text_width(text, size) <= width:
        return text
    cut = text
    while cut and text_width(cut + "…", size) > width:
        cut = set_cell_size(cut, cell_len(cut) - 1).rstrip()
    return cut + "…"


def element(name: str, *children: str, text: str | None = None, **attributes: object) -> str:
    """An SVG element. Underscores in names of attributes become hyphens, ``class_`` is ``class``; all is
    escaped.
    """
    shown = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_plain(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    inner = (escape(text, quote=False) if text is not None else "") + "".join(children)
    return f"<{name}{shown}>{inner}</{name}>" if inner else f"<{name}{shown}/>"


def drawing(width: float, height: float, title: str, *children: str, standalone: bool) -> str:
    """A whole drawing, with its style and paper if it stands alone; else the page brings the style."""
    parts = (
        (f"<style>{style()}</style>", element("rect", class_="paper", width="100%", height="100%"))
        if standalone
        else ()
    )
    return element(
        "svg",
        element("title", text=title),
        *parts,
        *children,
        xmlns="http://www.w3.org/2000/svg",
        class_="uz wide" if width > _WIDE else "uz",
        role="img",
        width=width,
        height=height,
        viewBox=f"0 0 {_plain(width)} {_plain(height)}",
    )


def _plain(value: object) -> str:
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)
