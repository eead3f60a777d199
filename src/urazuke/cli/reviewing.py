"""`urazuke review`: what waits for a person's eye. Today that is what the checks on a language model set aside."""

import click

from urazuke.cli.common import as_of_option, find_labels, json_option, lang_option, open_view, print_json
from urazuke.cli.printing import say
from urazuke.llm.verify import SET_ASIDE, count_set_aside


@click.command()
@click.option("--reason", "set_aside_for", metavar="REASON", help="Only what was set aside for this reason.")
@json_option
@lang_option
@as_of_option
@click.pass_context
def review(
    ctx: click.Context, set_aside_for: str | None, as_json: bool, lang: str | None, as_of: str | None
) -> None:
    """List what a language model said and the checks set aside, with the reason."""
    words, view = find_labels(ctx, lang), open_view(ctx, as_of)
    found = [(id, issue) for id, issue in view.issues() if issue.code.startswith(SET_ASIDE)]
    if set_aside_for:
        found = [(id, issue) for id, issue in found if issue.code == SET_ASIDE + set_aside_for]
    counts = count_set_aside(issue for _, issue in found)
    documents = {id: view.document(id) for id in {id for id, _ in found}}
    titles = {id: " ".join((d.title or d.address).split()) for id, d in documents.items()}
    if as_json:
        items = [
            {
                "doc": id, "title": titles[id], "reason": issue.code.removeprefix(SET_ASIDE),
                "where": issue.where, "message": issue.message,
            }
            for id, issue in found
        ]  # fmt: skip
        print_json({"set_aside": {"counts": counts, "items": items}})
        return
    if not found:
        say(words("review.nothing"))
        return
    say(words("review.set_aside", n=str(len(found))))
    for code, number in counts.items():
        say(f"  {number:5}  {code}")
    for id, issue in found:
        say(f"\n{titles[id]}  ({id[:12]})\n  {issue.message}")
