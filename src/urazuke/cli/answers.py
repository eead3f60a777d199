"""Commands that answer about entities: card, show, timeline, chart, path."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from urazuke.cli.common import (
    NOT_THERE,
    as_of_option,
    fail,
    find_entity_ids,
    find_labels,
    json_option,
    lang_option,
    open_view,
    output_option,
    print_json,
    terminal,
    type_option,
    write_output,
)
from urazuke.errors import UsageError
from urazuke.labels.load import Labels

_CONTEXT_CHARS = 200
"""Code points of original text on either side of a quote, where there is room to show them."""


def _format_option(*formats: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return click.option(
        "--format",
        "format_",
        type=click.Choice(formats),
        default=None,
        help=f"Default: by the ending of -o FILE, else {formats[0]}.",
    )


def _choose_format(
    format_: str | None, output: Path | None, formats: tuple[str, ...], *, as_json: bool
) -> str:
    """The format asked for, else the one that the file's name ends in, else the first."""
    if as_json:
        if format_ not in (None, "json"):
            raise UsageError(f"--json and --format {format_} exclude each other", where="--json")
        return "json"
    ending = output.suffix.lstrip(".").lower() if output else ""
    by_name = {"htm": "html", "markdown": "md"}.get(ending, ending)
    return format_ or (by_name if by_name in formats else formats[0])


def _write_json(value: Any, output: Path | None, words: Labels) -> None:
    if output is None:
        print_json(value)
    else:
        import json

        write_output(json.dumps(value, ensure_ascii=False, indent=2), output, words)


@click.command()
@click.argument("name")
@_format_option("text", "html", "md", "json")
@output_option
@json_option
@lang_option
@as_of_option
@type_option
@click.pass_context
def card(
    ctx: click.Context,
    name: str,
    format_: str | None,
    output: Path | None,
    as_json: bool,
    lang: str | None,
    as_of: str | None,
    type_: str | None,
) -> None:
    """The intelligence card of NAME: what is said about it, by whom, with every quote."""
    from urazuke.outputs.dossier import make_dossier

    words, view = find_labels(ctx, lang), open_view(ctx, as_of)
    chosen = _choose_format(format_, output, ("text", "html", "md", "json"), as_json=as_json)
    entity_id = find_entity_ids(ctx, view, name, words, type=type_, as_json=chosen == "json")[0]
    dossier = make_dossier(view, entity_id, context_chars=_CONTEXT_CHARS if chosen in ("html", "json") else 0)
    if chosen == "json":
        from urazuke.outputs.card_json import to_json

        _write_json(to_json(dossier), output, words)
    elif chosen == "html":
        from urazuke.outputs.card_html import render_html

        write_output(render_html(dossier, words), output, words)
    elif chosen == "md":
        from urazuke.outputs.card_markdown import render_markdown

        write_output(render_markdown(dossier, words), output, words)
    else:
        from urazuke.outputs.card_text import render_text

        width, color = terminal(output)
        write_output(render_text(dossier, words, width=width, color=color), output, words)


@click.command()
@click.argument("name")
@json_option
@lang_option
@as_of_option
@type_option
@click.pass_context
def show(
    ctx: click.Context, name: str, as_json: bool, lang: str | None, as_of: str | None, type_: str | None
) -> None:
    """The entity NAME: names with who uses them, ties, claims, conflicts."""
    from urazuke.outputs.dossier import make_dossier
    from urazuke.outputs.show import render_show_text, show_value

    words, view = find_labels(ctx, lang), open_view(ctx, as_of)
    dossier = make_dossier(view, find_entity_ids(ctx, view, name, words, type=type_, as_json=as_json)[0])
    if as_json:
        print_json(show_value(dossier))
    else:
        width, color = terminal(None)
        write_output(render_show_text(dossier, words, width=width, color=color), None, words)


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@_format_option("text", "json", "svg", "html")
@output_option
@json_option
@lang_option
@as_of_option
@type_option
@click.pass_context
def timeline(
    ctx: click.Context,
    names: tuple[str, ...],
    format_: str | None,
    output: Path | None,
    as_json: bool,
    lang: str | None,
    as_of: str | None,
    type_: str | None,
) -> None:
    """What happened when, for one or several names together."""
    from urazuke.outputs.timeline import make_timeline, timeline_value

    words, view = find_labels(ctx, lang), open_view(ctx, as_of)
    chosen = _choose_format(format_, output, ("text", "json", "svg", "html"), as_json=as_json)
    ids = [find_entity_ids(ctx, view, it, words, type=type_, as_json=chosen == "json")[0] for it in names]
    result = make_timeline(view, ids, context_chars=_CONTEXT_CHARS if chosen == "html" else 0)
    if chosen == "json":
        _write_json(timeline_value(result), output, words)
    elif chosen == "text":
        from urazuke.outputs.timeline_text import render_timeline_text

        width, color = terminal(output)
        write_output(render_timeline_text(result, words, width=width, color=color), output, words)
    else:
        from urazuke.outputs.timeline_svg import render_timeline_html, render_timeline_svg

        render = render_timeline_html if chosen == "html" else render_timeline_svg
        text = render(result, words)
        if not text:
            fail(words("timeline.empty"), NOT_THERE)
        write_output(text, output, words)


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@_format_option("svg", "html", "text", "json")
@click.option("--depth", type=click.IntRange(1, 3), default=1, show_default=True, help="Steps outward.")
@click.option("--limit", type=click.IntRange(2, 200), default=60, show_default=True, help="The most nodes.")
@output_option
@json_option
@lang_option
@as_of_option
@type_option
@click.pass_context
def chart(
    ctx: click.Context,
    names: tuple[str, ...],
    format_: str | None,
    depth: int,
    limit: int,
    output: Path | None,
    as_json: bool,
    lang: str | None,
    as_of: str | None,
    type_: str | None,
) -> None:
    """The link chart around one or several names, as SVG (default), HTML, text or JSON."""
    from urazuke.outputs.chart import chart_value, make_chart
    from urazuke.outputs.chart_svg import render_chart_html, render_chart_svg

    words, view = find_labels(ctx, lang), open_view(ctx, as_of)
    chosen = _choose_format(format_, output, ("svg", "html", "text", "json"), as_json=as_json)
    ids = [find_entity_ids(ctx, view, it, words, type=type_, as_json=chosen == "json")[0] for it in names]
    context_chars = _CONTEXT_CHARS if chosen == "html" else 0
    result = make_chart(view, ids, depth=depth, limit=limit, context_chars=context_chars)
    if chosen == "json":
        _write_json(chart_value(result), output, words)
    elif not result.edges:
        fail(words("chart.empty"), NOT_THERE)
    elif chosen == "text":
        from urazuke.outputs.chart_text import render_chart_text

        width, color = terminal(output)
        write_output(render_chart_text(result, words, width=width, color=color), output, words)
    else:
        render = render_chart_html if chosen == "html" else render_chart_svg
        write_output(render(result, words), output, words)


@click.command()
@click.argument("a")
@click.argument("b")
@click.option("--conclusions", is_flag=True, help="Let conclusions (attributed-to) be hops.")
@click.option("--limit", type=click.IntRange(1, 20), default=5, show_default=True, help="The most chains.")
@click.option(
    "--max-hops", type=click.IntRange(1, 10), default=7, show_default=True, help="The longest chain."
)
@json_option
@lang_option
@as_of_option
@click.pass_context
def path(
    ctx: click.Context,
    a: str,
    b: str,
    conclusions: bool,
    limit: int,
    max_hops: int,
    as_json: bool,
    lang: str | None,
    as_of: str | None,
) -> None:
    """The best chains of evidence from A to B, hop by hop with quote, speaker, basis and grade."""
    from urazuke.assess.paths import find_paths
    from urazuke.outputs.path_text import path_value, render_paths_text

    words, view = find_labels(ctx, lang), open_view(ctx, as_of)
    # A chain may begin or end at any of the things that a name means.
    starts, ends = (tuple(it.id for it in view.find_entities(name)) for name in (a, b))
    for name, ids in ((a, starts), (b, ends)):
        if not ids:
            find_entity_ids(ctx, view, name, words, as_json=as_json)
    if set(starts) == set(ends):
        raise UsageError(f"“{a}” and “{b}” are names of one entity; a chain needs two", where="path")
    paths = find_paths(view, starts, ends, conclusions=conclusions, limit=limit, max_hops=max_hops)
    if as_json:
        print_json(path_value(paths))
        return
    width, color = terminal(None)
    write_output(render_paths_text(paths, view, words, (a, b), width=width, color=color), None, words)


COMMANDS: tuple[click.Command, ...] = (card, show, timeline, chart, path)
