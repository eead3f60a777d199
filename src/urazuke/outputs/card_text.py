"""The card for a terminal. Reads the dossier alone."""

from urazuke.labels.load import Labels
from urazuke.outputs.dossier import Dossier
from urazuke.outputs.evidence import Evidence, Row
from urazuke.outputs.sections import Section
from urazuke.outputs.terminal import STYLES, Page
from urazuke.outputs.timeline_text import write_events

# Sections in which it matters who says it: several quotes are shown. Elsewhere one; JSON and HTML have them
# all.
_DISPUTED = frozenset({"behind", "fronts", "operators", "charges", "relations"})
_ROWS = 12


def render_text(dossier: Dossier, labels: Labels, *, width: int = 100, color: bool = False) -> str:
    """The card as text, `width` cells wide."""
    page = Page(labels, width=width, color=color)
    page.line(
        (dossier.entity.name, "bold"), f"  {labels.type(dossier.entity.type.value)} · {labels('card.card')}"
    )
    if dossier.as_of:
        page.line((labels("card.as_of", date=dossier.as_of), "bold yellow"))
    page.line((labels("card.note"), "dim"))
    page.rule(labels("card.summary"))
    page.line(" · ".join(f"{label} {value}" for label, value in page.phrases.figures(dossier)), indent=2)
    _write_names(page, dossier)
    for section in dossier.sections:
        _write_section(page, section)
    if dossier.timeline.events:
        page.rule(labels("card.timeline"))
        write_events(page, dossier.timeline)
    _write_conflicts(page, dossier)
    if dossier.sources:
        page.rule(labels("card.sources"))
    for use in dossier.sources:
        grade = use.source.reliability.value
        page.line(
            (f"{grade} ", "bold"),
            f"{use.source.name} ({labels('reliability.' + grade)}): ",
            page.phrases.separator.join(
                (
                    labels.count("count.documents", len(use.documents)),
                    labels.count("count.claims", use.claims),
                )
            ),
            indent=2,
        )
    if dossier.gaps:
        page.rule(labels("card.gaps"))
    for gap in dossier.gaps:
        page.line("– " + labels(f"gap.{gap}"), indent=2)
    return page.text


def _write_names(page: Page, dossier: Dossier) -> None:
    page.rule(page.labels("card.names"))
    for key, uses in (("names_reports", dossier.report_names), ("names_knowledge", dossier.knowledge_names)):
        if uses:
            page.line((page.labels(f"card.{key}"), "underline"), indent=2)
        for use in uses[:_ROWS]:
            page.line((use.name, "bold"), "  " + page.phrases.name_use(use), indent=4)
        if len(uses) > _ROWS:
            page.line((page.labels.count("count.more", len(uses) - _ROWS), "dim"), indent=4)


def _write_section(page: Page, section: Section) -> None:
    page.rule(page.labels(f"card.{section.key}"))
    for group in section.groups:
        if group.key:
            page.line((page.labels(f"group.{group.key}"), "underline"), indent=2)
        for row in group.rows[:_ROWS]:
            write_row(page, row, sentence=section.key == "said", quotes=4 if section.key in _DISPUTED else 1)
        if len(group.rows) > _ROWS:
            page.line((page.labels.count("count.more", len(group.rows) - _ROWS), "dim"), indent=2)


def write_row(page: Page, row: Row, *, sentence: bool = False, quotes: int = 1) -> None:
    """One row with who says it and its quotes, at most `quotes`: one of each stance first."""
    text = page.phrases.sentence(row) if sentence else row.end
    relation = "" if sentence else f"{page.phrases.relation(row)} "
    page.line(
        page.mark(row.stance),
        (relation, STYLES[row.stance]),
        (text, "bold"),
        f"  {page.phrases.support(row)}",
        indent=2,
    )
    page.line(page.phrases.voices(row), indent=4)
    shown = choose_quotes(row, quotes)
    for item in shown:
        page.quote(item, indent=4)
    left = len(row.evidence) - len(shown)
    if left:
        page.line((page.labels.count("count.more", left), "dim"), indent=4)


def choose_quotes(row: Row, limit: int) -> tuple[Evidence, ...]:
    """At most `limit` claims of a row, the first of each stance before second ones, in the row's order."""
    first = {item.stance: item for item in reversed(row.evidence)}
    chosen = [item for item in row.evidence if first[item.stance] is item]
    chosen += [item for item in row.evidence if first[item.stance] is not item]
    kept = {item.claim_id for item in chosen[:limit]}
    return tuple(item for item in row.evidence if item.claim_id in kept)


def _write_conflicts(page: Page, dossier: Dossier) -> None:
    if not dossier.conflicts:
        return
    page.rule(page.labels("card.conflicts"))
    for conflict in dossier.conflicts:
        page.line(("! ", "bold red"), page.phrases.conflict(conflict, dossier.entity.type.value), indent=2)
        for row in conflict.rows:
            page.line(page.mark(row.stance), (row.end, "bold"), "  " + page.phrases.voices(row), indent=4)
