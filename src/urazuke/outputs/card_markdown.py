"""The card as Markdown, for wikis and mail. Every string from a document is escaped."""

import re

from urazuke.labels.load import Labels
from urazuke.model.mention import EntityType
from urazuke.outputs.dossier import Dossier
from urazuke.outputs.evidence import Row
from urazuke.outputs.phrases import MARKS, Phrases
from urazuke.outputs.terminal import clean

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!&$])")
_AT_START = re.compile(r"^(\s*)([-+=]|\d+[.)])")


def render_markdown(dossier: Dossier, labels: Labels) -> str:
    """The card with all rows and all quotes."""
    phrases = Phrases(labels)
    lines = [
        f"# {escape(dossier.entity.name)}",
        "",
        f"{labels('card.card')} · {labels.type(dossier.entity.type.value)}",
        "",
    ]
    if dossier.as_of:
        lines += [f"**{labels('card.as_of', date=dossier.as_of)}**", ""]
    lines += [f"> {labels('card.note')}", "", f"## {labels('card.summary')}", ""]
    lines += [f"- {label}: {escape(value)}" for label, value in phrases.figures(dossier)]
    lines += _names(dossier, phrases)
    for section in dossier.sections:
        lines += ["", f"## {labels(f'card.{section.key}')}"]
        for group in section.groups:
            lines += ["", f"### {labels(f'group.{group.key}')}", ""] if group.key else [""]
            for row in group.rows:
                lines += _row(row, phrases, sentence=section.key == "said")
    lines += _timeline(dossier, phrases) + _conflicts(dossier, phrases) + _sources(dossier, phrases)
    if dossier.gaps:
        lines += ["", f"## {labels('card.gaps')}", ""]
    lines += [f"- {labels(f'gap.{gap}')}" for gap in dossier.gaps]
    return "\n".join(lines) + "\n"


def escape(text: str) -> str:
    """`text` as Markdown that shows it literally, on one line."""
    return _AT_START.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", clean(text)))


def _name(row: Row) -> str:
    if row.other is not None and row.other.type is EntityType.OBSERVABLE:
        return "`" + clean(row.end).replace("`", "'") + "`"  # or it would become a live link to the attacker
    return f"**{escape(row.end)}**"


def _names(dossier: Dossier, phrases: Phrases) -> list[str]:
    lines = ["", f"## {phrases.labels('card.names')}"]
    for key, uses in (("names_reports", dossier.report_names), ("names_knowledge", dossier.knowledge_names)):
        if uses:
            lines += ["", f"### {phrases.labels(f'card.{key}')}", ""]
            lines += [f"- **{escape(use.name)}**: {escape(phrases.name_use(use))}" for use in uses]
    return lines


def _row(row: Row, phrases: Phrases, *, sentence: bool) -> list[str]:
    head = f"**{escape(phrases.sentence(row))}**" if sentence else f"{phrases.relation(row)} {_name(row)}"
    lines = [
        f"- {MARKS[row.stance]} {head} ({escape(phrases.support(row))})  ",
        f"  {escape(phrases.voices(row))}",
    ]
    for item in row.evidence:
        lines += ["", f"  > {escape(item.quote)}", "  >", f"  > — {escape(phrases.citation(item))}  "]
        lines += [f"  > {escape(' · '.join(phrases.qualifiers(item)))}"]
        if item.confidence:
            lines += ["  >", f"  > {phrases.labels(f'confidence.{item.confidence.value}')}"]
    return [*lines, ""]


def _timeline(dossier: Dossier, phrases: Phrases) -> list[str]:
    if not dossier.timeline.events:
        return []
    lines = ["", f"## {phrases.labels('card.timeline')}", ""]
    for event in dossier.timeline.events:
        by = phrases.event_voices(event)
        lines.append(
            f"- `{event.date}` {MARKS[event.stance]} {escape(phrases.sentence(event))} ({escape(by)})"
        )
    return lines


def _conflicts(dossier: Dossier, phrases: Phrases) -> list[str]:
    if not dossier.conflicts:
        return []
    lines = ["", f"## {phrases.labels('card.conflicts')}", ""]
    for conflict in dossier.conflicts:
        lines.append(f"- {escape(phrases.conflict(conflict, dossier.entity.type.value))}")
        lines += [
            f"  - {MARKS[row.stance]} {_name(row)}: {escape(phrases.voices(row))}" for row in conflict.rows
        ]
    return lines


def _sources(dossier: Dossier, phrases: Phrases) -> list[str]:
    lines = ["", f"## {phrases.labels('card.sources')}"] if dossier.sources else []
    for use in dossier.sources:
        grade = use.source.reliability.value
        lines += ["", f"- **{grade}** ({phrases.labels(f'reliability.{grade}')}) {escape(use.source.name)}"]
        for document in use.documents:
            title = escape(document.title or phrases.labels("card.no_title"))
            published = document.published or phrases.labels("card.undated")
            kind = phrases.labels(f"kind.{document.kind.value}")
            lines.append(f"  - {title}, {published}, {kind}, `{clean(document.address).replace('`', '')}`")
    return lines
