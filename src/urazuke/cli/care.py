"""Commands that care for what is in the base: documents, versions, retractions, exhibits; the vocabulary."""

import mimetypes
from datetime import UTC, datetime
from pathlib import Path

import click

from urazuke.cli.common import (
    as_of_option,
    find_labels,
    json_option,
    lang_option,
    open_view,
    print_json,
    session,
)
from urazuke.cli.printing import printable, say, say_json
from urazuke.errors import NotKnownError, UsageError
from urazuke.ids import hash_bytes, make_id
from urazuke.model.document import Document, DocumentKind
from urazuke.model.exhibit import Exhibit
from urazuke.store.base import View


def _find_document(view: View, key: str) -> Document:
    """A document by its id or the beginning of it, or the newest version of an address."""
    versions = view.versions(key)
    if versions:
        return versions[-1]
    found = [document for document in view.documents() if key and document.id.startswith(key)]
    if len(found) > 1:
        raise UsageError(f"{len(found)} documents begin so; give more of the id", where=key)
    if not found:
        raise NotKnownError("there is no such document; see what is there with: urazuke documents", where=key)
    return found[0]


@click.command()
@click.option("--all", "all_", is_flag=True, help="With the packaged tables of knowledge.")
@json_option
@lang_option
@as_of_option
@click.pass_context
def documents(ctx: click.Context, all_: bool, as_json: bool, lang: str | None, as_of: str | None) -> None:
    """List what has been read."""
    words, view = find_labels(ctx, lang), open_view(ctx, as_of)
    found = [d for d in view.documents() if all_ or d.kind is not DocumentKind.KNOWLEDGE]
    if as_json:
        print_json(
            [
                {
                    "id": d.id, "address": d.address, "title": d.title, "publisher": d.publisher,
                    "published": d.published, "lang": d.language, "sha256": d.sha256, "bytes": d.size_bytes,
                }
                for d in found
            ]
        )  # fmt: skip
        return
    for d in found:
        title = " ".join((d.title or d.address).split())
        say(f"{d.id[:12]}  {d.published or '–':10}  {d.language or '–':2}  {title}")
    if not found:
        say(words("documents.none"))


@click.command()
@click.argument("old")
@click.argument("new", required=False)
@json_option
@lang_option
@click.pass_context
def diff(ctx: click.Context, old: str, new: str | None, as_json: bool, lang: str | None) -> None:
    """Show what changed between two documents, or the last two versions of one address."""
    from urazuke.store.difference import difference

    words, view = find_labels(ctx, lang), open_view(ctx)
    if new is None:
        versions = view.versions(_find_document(view, old).address)
        if len(versions) < 2:
            raise NotKnownError("there is one version only, nothing to compare", where=old)
        first, second = versions[-2:]
    else:
        first, second = _find_document(view, old), _find_document(view, new)
    text = difference(view, first.id, second.id)
    if as_json:
        say_json({"old": first.id, "new": second.id, "diff": text})
        return
    colors = {"+": "green", "-": "red", "@": "cyan"}
    for line in text.splitlines() or [words("diff.same")]:
        click.echo(click.style(printable(line), fg=colors.get(line[:1])))


@click.command()
@click.argument("document")
@click.option("--reason", required=True, help="Why it is taken back.")
@json_option
@lang_option
@click.pass_context
def retract(ctx: click.Context, document: str, reason: str, as_json: bool, lang: str | None) -> None:
    """Mark all claims of a document as withdrawn; nothing is deleted."""
    found = _find_document(open_view(ctx), document)
    with session(ctx).store.writer() as writer:
        count = writer.withdraw_document(found.id, reason, datetime.now(UTC).isoformat(timespec="seconds"))
    if as_json:
        say_json({"document": found.id, "withdrawn": count})
    else:
        say(find_labels(ctx, lang)("retract.done", n=count, document=found.title or found.address))


@click.command()
@click.argument("attached_to")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--title", default=None, help="What it shows (default: the name of the file).")
@click.option("--address", default=None, help="Where it was seen.")
@click.option("--accessed", metavar="DATE", required=True, help="When it was seen there.")
@json_option
@lang_option
@click.pass_context
def exhibit(
    ctx: click.Context,
    attached_to: str,
    file: Path,
    title: str | None,
    address: str | None,
    accessed: str,
    as_json: bool,
    lang: str | None,
) -> None:
    """Keep a screenshot, archived page or register extract with a document or claim."""
    try:
        datetime.fromisoformat(accessed)
    except ValueError:
        raise UsageError(f"“{accessed}” is not a date; write it as 2019-03-31", where="--accessed") from None
    view = open_view(ctx)  # an exhibit is no reason to make a knowledge base
    target = attached_to if attached_to.startswith("claim-") else _find_document(view, attached_to).id
    data = _read_exhibit(file, session(ctx).settings.max_document_bytes)
    sha256 = hash_bytes(data)
    kept = Exhibit(
        id=make_id("exh", target, sha256),
        attached_to=target,
        sha256=sha256,
        media_type=mimetypes.guess_type(file.name)[0] or "application/octet-stream",
        title=title or file.name,
        address=address,
        accessed=accessed,
    )
    with session(ctx).store.writer() as writer:
        writer.add_exhibit(kept, data)
    if as_json:
        say_json({"exhibit": kept.id, "attached_to": target, "sha256": sha256, "title": kept.title})
    else:
        say(find_labels(ctx, lang)("exhibit.done", title=kept.title, sha256=sha256))


def _read_exhibit(file: Path, limit: int) -> bytes:
    size = file.stat().st_size
    if size > limit:
        message = f"it has {size:,} bytes, more than the limit of {limit:,}; raise URAZUKE_MAX_BYTES"
        raise UsageError(message, where=str(file))
    return file.read_bytes()


@click.command()
@json_option
@lang_option
@click.pass_context
def predicates(ctx: click.Context, as_json: bool, lang: str | None) -> None:
    """List the predicates of claims with the types that they join."""
    from urazuke.vocab.load import load_predicates

    words = find_labels(ctx, lang)
    rows = load_predicates()
    if as_json:
        print_json(
            {
                name: {
                    "subject": sorted(row.subject),
                    "object": sorted(row.object),
                    "symmetric": row.symmetric,
                }
                for name, row in rows.items()
            }
        )
        return
    for name, row in rows.items():
        subjects, objects = (words.join(map(words.type, sorted(end))) for end in (row.subject, row.object))
        say(f"{name:18} {words.relation(name)}: {subjects} → {objects}")
