"""Sentences made from the patterns of frames: the shortest texts in which a frame could speak."""

import random
import re
import warnings
from collections.abc import Iterator
from typing import Any

from urazuke.claims.frames import Frame
from urazuke.claims.mask import SIGNS
from urazuke.ids import make_id
from urazuke.model.document import Block, BlockKind, Document, Rendition
from urazuke.model.mention import EntityType, Mention, Referent
from urazuke.model.place import Span

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    import sre_parse  # the parser behind `re`: the only description of a pattern that is not a guess

NAMES = {
    "group": "Quirl",
    "campaign": "Vorpel",
    "person": "Tamsin",
    "organization": "Halmer",
    "malware": "Zintok",
    "tool": "Plimsy",
    "vulnerability": "Krevak",
    "attack-pattern": "Doffing",
    "location": "Ostmark",
    "sector": "Millery",
    "observable": "Wexnet",
    "product": "Bantam",
}
"""One invented name a type, with no meaning in any language; a second one of the type has -a added."""
SUBJECTS = {"ja": "{name}は", "en": "{name} ", "zh": "{name}"}
STOPS = {"ja": "。", "en": ".", "zh": "。"}
DATES = {"ja": "2015年", "en": "2015", "zh": "2015年"}
SPANS = {"ja": "2015年から2016年", "en": "2015 to 2016", "zh": "2015年至2016年"}
_TYPES = {sign: type for type, sign in SIGNS.items()}


Material = tuple[Document, Rendition, list[Referent]]


def iter_texts(frame: Frame, language: str, attempts: int) -> Iterator[Material]:
    """Documents whose text has words that the pattern of `frame` describes; the same ones on each call."""
    tree = sre_parse.parse(frame.pattern.pattern, frame.pattern.flags & re.IGNORECASE)
    for attempt in range(attempts):
        chance = random.Random(attempt)
        stop = "" if attempt % 2 or frame.opens_list else STOPS[language]
        masked = "".join(_write(tree, chance, least=attempt < 4))
        if frame.cues and not any(cue in masked.lower() for cue in frame.cues):
            masked += f" {chance.choice(frame.cues)}"
        masked += stop
        if not frame.pattern.search(masked):
            continue
        named = "s" in frame.pattern.groupindex or frame.subject_side == "none"
        for subject in [None] if named else sorted(frame.predicate.subject):
            yield _make(masked, frame, language, subject)


def _write(tree: Any, chance: random.Random, *, least: bool) -> Iterator[str]:
    for operation, value in tree:
        match str(operation):
            case "LITERAL":
                yield chr(value)
            case "ANY":
                yield "x"
            case "NOT_LITERAL":
                yield "x" if chr(value) != "x" else "y"
            case "IN":
                yield _choose(value, chance)
            case "BRANCH":
                yield from _write(chance.choice(value[1]), chance, least=least)
            case "SUBPATTERN":
                yield from _write(value[3], chance, least=least)
            case "ATOMIC_GROUP":
                yield from _write(value, chance, least=least)
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                low, high, body = value
                times = low if least else chance.choice([low, min(low + 1, high)])
                for _ in range(times):
                    yield from _write(body, chance, least=least)
            case "AT" | "ASSERT" | "ASSERT_NOT":
                pass
            case other:
                raise NotImplementedError(other)


def _choose(items: Any, chance: random.Random) -> str:
    options, refused = [], False
    for operation, value in items:
        match str(operation):
            case "NEGATE":
                refused = True
            case "LITERAL":
                options.append(chr(value))
            case "RANGE":
                options.append(chr(value[0]))
            case "CATEGORY":
                options.append({"CATEGORY_SPACE": " ", "CATEGORY_DIGIT": "1"}.get(str(value), "x"))
    if refused:
        return chance.choice([char for char in "x y" if char not in options])
    return chance.choice(options)


def _make(masked: str, frame: Frame, language: str, subject: str | None) -> Material:
    """A document of one sentence (and one bullet, for frames that open a list) with its referents."""
    pieces: list[str] = []
    spans: dict[str, tuple[str, Span]] = {}
    length = 0

    def add(piece: str, type: str | None = None) -> None:
        nonlocal length
        if type:
            spans[piece] = (type, Span(length, length + len(piece)))
        pieces.append(piece)
        length += len(piece)

    def name(type: str) -> str:
        return next(n for n in (NAMES[type] + "a" * i for i in range(50)) if n not in spans)

    blocks: list[Block] = []
    if subject and frame.pattern.pattern.startswith("^"):
        # The words begin a line of their own: their subject stands above them.
        add(name(subject), subject)
        blocks.append(Block(span=Span(0, length), kind=BlockKind.HEADING, level=1))
        add("\n\n")
    elif subject:
        before, after = SUBJECTS[language].split("{name}")
        add(before)
        add(name(subject), subject)
        add(after)
    first = length if blocks else 0
    for char in masked:
        type = _TYPES.get(char)
        if type == "date":
            add((SPANS if frame.between else DATES)[language])
        elif type:
            add(name(type), type)
        else:
            add(char)
    blocks.append(Block(span=Span(first, length)))
    if frame.opens_list:
        add("\n\n")
        start = length
        add("- ")
        type = next(type for type in NAMES if type in frame.predicate.object)
        add(name(type), type)
        blocks.append(Block(span=Span(start, length), kind=BlockKind.ITEM))
    text = "".join(pieces)
    document = Document(
        id=make_id("doc", text), sha256="0" * 64, size_bytes=len(text), media_type="text/plain",
        address="synthetic", source_id="src", language=language,
    )  # fmt: skip
    rendition = Rendition(
        id=make_id("rend", text),
        document_id=document.id,
        text=text,
        reader="synthetic/1",
        blocks=tuple(blocks),
    )
    return document, rendition, [_referent(document.id, n, t, span) for n, (t, span) in spans.items()]


def _referent(document_id: str, name: str, type: str, span: Span) -> Referent:
    kind = EntityType(type)
    mention = Mention(span=span, surface=name, name=name, normal=name.lower(), type=kind, rule="synthetic")
    return Referent(
        id=make_id("ref", document_id, name),
        document_id=document_id,
        type=kind,
        name=name,
        mentions=(mention,),
    )
