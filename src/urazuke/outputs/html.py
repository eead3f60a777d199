"""What pages share: templates that escape everything, and one style that the page's own policy allows by its
hash.
"""

import base64
import hashlib
from functools import cache
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from urazuke.labels.load import Labels
from urazuke.outputs.phrases import MARKS, Phrases
from urazuke.outputs.svg import style as drawing_style


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("urazuke.outputs", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["marks"] = MARKS
    return environment


@cache
def _style() -> tuple[str, str]:
    page = resources.files("urazuke.outputs").joinpath("page.css").read_text("utf-8")
    style = "\n" + drawing_style() + page
    return style, base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()


def render_page(template: str, labels: Labels, **values: object) -> str:
    """A page from a template. Every value is escaped; `svg` and names that end in ``_svg`` are drawings of
    ours.
    """
    style, style_hash = _style()
    drawings = {
        key: Markup(value) for key, value in values.items() if key.endswith("svg") and isinstance(value, str)
    }
    return (
        _environment()
        .get_template(template)
        .render(
            **{**values, **drawings},
            labels=labels,
            p=Phrases(labels),
            style=Markup(style),
            style_hash=style_hash,
        )
    )
