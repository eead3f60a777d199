"""The command ingest: reports into the knowledge base."""

import sys
from datetime import UTC, datetime

import click

from urazuke.cli.common import DONE_IN_PART, find_labels, json_option, lang_option, session
from urazuke.cli.printing import complain, say, say_json
from urazuke.cli.readers import ChosenReader, reader_option
from urazuke.errors import UsageError
from urazuke.model.issue import Issue, Severity


@click.command()
@click.argument("paths", nargs=-1, required=True)
@click.option(
    "--date",
    "ingested",
    metavar="DATE",
    default=None,
    help="Count as taken in on this date (default: today).",
)
@click.option(
    "--no-knowledge", is_flag=True, help="Leave out the packaged tables (misp-galaxy, ATT&CK, places ...)."
)
@reader_option
@json_option
@lang_option
@click.pass_context
def ingest(
    ctx: click.Context,
    paths: tuple[str, ...],
    ingested: str | None,
    no_knowledge: bool,
    reader_name: str,
    as_json: bool,
    lang: str | None,
) -> None:
    """Read files, folders or standard input into the knowledge base."""
    from urazuke.cli.progress import Progress
    from urazuke.pipeline import ingest_file, ingest_knowledge, iter_files

    settings = session(ctx).settings
    words = find_labels(ctx, lang)
    day = _day(ingested)
    stdin = sys.stdin.buffer if sys.stdin else None
    store = session(ctx).store
    issues: list[Issue] = []
    documents = new = claims = 0
    with (
        ChosenReader(ctx, words, reader_name) as reader,
        Progress(words, paths, settings.max_document_bytes) as progress,
    ):
        reader.note = progress.note
        if not no_knowledge:
            for table in ingest_knowledge(store, ingested=day):
                progress.note(words("ingest.knowledge", name=table.document.address))
        progress.begin()
        for found in iter_files(paths, stdin=stdin, max_bytes=settings.max_document_bytes):
            if isinstance(found, Issue):
                issues.append(found)
                continue
            name, data = found
            for part in ingest_file(
                store, reader, name, data, max_bytes=settings.max_document_bytes, ingested=day
            ):
                if isinstance(part, Issue):
                    issues.append(part)
                    continue
                documents += 1
                new += part.new
                claims += part.claims
                progress.advance(claims=part.claims, size_bytes=part.document.size_bytes)
            progress.file_done(len(data))
    errors = [issue for issue in issues if issue.severity is Severity.ERROR]
    if as_json:
        summary = {
            "documents": documents,
            "new": new,
            "claims": claims,
            "issues": [
                {"severity": i.severity.value, "code": i.code, "where": i.where, "message": i.message}
                for i in issues
            ],
        }
        say_json(summary)
    else:
        say(words("ingest.done", documents=documents, new=new, known=documents - new, claims=claims))
    if issues:
        complain(words("ingest.issues", n=len(issues)))
        for issue in issues:
            complain(f"  {issue}")
    if errors:
        ctx.exit(DONE_IN_PART)


def _day(value: str | None) -> str:
    """The date given, checked, else today's in UTC."""
    if value is None:
        return datetime.now(UTC).date().isoformat()
    try:
        return datetime.strptime(value, "%Y-%m-%d").replace(tzinfo=UTC).date().isoformat()
    except ValueError:
        raise UsageError(f"“{value}” is not a day; write it as 2019-03-31", where="--date") from None
