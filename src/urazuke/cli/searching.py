"""The command search: full text over documents and names."""

import click

from urazuke.cli.common import (
    NOT_THERE,
    as_of_option,
    fail,
    find_labels,
    json_option,
    lang_option,
    open_view,
    print_json,
)
from urazuke.cli.printing import say, say_heading
from urazuke.errors import UsageError


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option(
    "--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="How many places at most."
)
@json_option
@lang_option
@as_of_option
@click.pass_context
def search(
    ctx: click.Context, words: tuple[str, ...], limit: int, as_json: bool, lang: str | None, as_of: str | None
) -> None:
    """Find words in documents and names, in any script."""
    query = " ".join(words)
    if not query.strip():
        raise UsageError("give a word to search for", where="search")
    labels, view = find_labels(ctx, lang), open_view(ctx, as_of)
    entities = view.find_entities(query)
    hits = view.search(query, limit)
    if as_json:
        print_json(
            {
                "entities": [{"id": e.id, "type": e.type.value, "name": e.name} for e in entities],
                "hits": [
                    {
                        "document": hit.document.id,
                        "address": hit.document.address,
                        "title": hit.document.title,
                        "published": hit.document.published,
                        "span": [hit.match.start, hit.match.end],
                        "excerpt": hit.excerpt,
                    }
                    for hit in hits
                ],
            }
        )
    else:
        for entity in entities:
            say_heading(f"{entity.name}  ({labels.type(entity.type.value)})")
        for hit in hits:
            head = " · ".join(
                filter(None, [hit.document.title, hit.document.published, hit.document.address])
            )
            say("")
            say_heading(head)
            say(f"  {hit.excerpt}")
    if not hits and not entities:
        near = view.near_names(query)
        similar = labels("cli.near", names=labels.join(near)) if near else ""
        fail(f"{labels('search.nothing', words=query)} {similar}".strip(), NOT_THERE)
