"""What a model answered, read leniently: fences and thoughts dropped, a cut end closed, the malformed left
out."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_THOUGHT = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.S)
"""What models that reason aloud write before they answer."""
_MAX_ITEMS = 500
"""More entities or claims in one window are noise, and are cut."""
_MAX_MENTIONS = 50
_MAX_TEXT = 2000
"""No name or quote is longer; what is, is cut."""
_STARTS = 5
"""How many braces may open the answer: prose before it may hold some too."""

CUT_SHORT = "cut-short"
NO_JSON = "no-json"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredEntity:
    """An entity as the model wrote it."""

    id: str
    type: str
    name: str
    mentions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredClaim:
    """A claim as the model wrote it; `s`, `o` and `by` are ids of its own, or names."""

    s: str
    p: str
    o: str
    quote: str
    by: str | None = None
    stance: str = "asserted"
    time: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """All that could be read of an answer.

    `problems` says what could not: `NO_JSON`, `CUT_SHORT`, ``malformed-items:N``.
    """

    entities: tuple[AnsweredEntity, ...] = ()
    claims: tuple[AnsweredClaim, ...] = ()
    problems: tuple[str, ...] = ()


def read_answer(text: str) -> Answer:
    """Read an answer. Nothing is raised: one that holds no JSON object of ours is one with a problem."""
    value, problems = _find_object(_THOUGHT.sub("", text))
    if value is None:
        return Answer(problems=(NO_JSON,))
    entities = [entity for item in _items(value, "entities") if (entity := _entity(item))]
    claims = [claim for item in _items(value, "claims") if (claim := _claim(item))]
    dropped = len(_items(value, "entities")) + len(_items(value, "claims")) - len(entities) - len(claims)
    if dropped:
        problems = (*problems, f"malformed-items:{dropped}")
    return Answer(entities=tuple(entities), claims=tuple(claims), problems=problems)


def _find_object(text: str) -> tuple[dict[str, Any] | None, tuple[str, ...]]:
    start = -1
    for _ in range(_STARTS):
        start = text.find("{", start + 1)
        if start < 0:
            return None, ()
        if _is_ours(value := _decode(text, start)):
            return value, ()
        for closed in _closed(text, start):
            if _is_ours(value := _decode(closed, 0)):
                return value, (CUT_SHORT,)
    return None, ()


def _decode(text: str, start: int) -> Any:
    try:
        return json.JSONDecoder().raw_decode(text, start)[0]
    except (ValueError, RecursionError):
        return None


def _is_ours(value: Any) -> bool:
    return isinstance(value, dict) and ("entities" in value or "claims" in value)


def _closed(text: str, start: int) -> Iterator[str]:
    """``text[start:]`` cut after one of its last three whole items, with all that is still open closed."""
    stack: list[str] = []
    whole: list[tuple[int, tuple[str, ...]]] = []
    inside = escaped = False
    for place in range(start, len(text)):
        char = text[place]
        if inside:
            if escaped:
                escaped = False
            elif char == "\\":
                escaped = True
            elif char == '"':
                inside = False
        elif char == '"':
            inside = True
        elif char in "{[":
            stack.append("}" if char == "{" else "]")
        elif char in "}]":
            if not stack or stack.pop() != char or not stack:
                break
            if len(stack) <= _DEPTH:
                whole = [*whole[-2:], (place + 1, tuple(reversed(stack)))]
    for place, closing in reversed(whole):
        yield text[start:place] + "".join(closing)


_DEPTH = 4
"""How deep an item of ours may stand; deeper ones are not worth closing after."""


def _items(value: dict[str, Any], key: str) -> list[Any]:
    items = value.get(key)
    return items[:_MAX_ITEMS] if isinstance(items, list) else []


def _entity(item: Any) -> AnsweredEntity | None:
    if not isinstance(item, dict) or not all(isinstance(item.get(key), str) for key in ("type", "name")):
        return None
    mentions = item.get("mentions")
    listed = [m for m in mentions[:_MAX_MENTIONS] if isinstance(m, str)] if isinstance(mentions, list) else []
    name = _clean(item["name"])
    return AnsweredEntity(
        id=_clean(_id(item.get("id")) or name),
        type=_clean(item["type"]).lower(),
        name=name,
        mentions=tuple(text for text in map(_clean, listed) if text),
    )


def _claim(item: Any) -> AnsweredClaim | None:
    if not isinstance(item, dict) or not all(isinstance(item.get(key), str) for key in ("p", "quote")):
        return None
    subject, object = _id(item.get("s")), _id(item.get("o"))
    if subject is None or object is None:
        return None
    by, time, stance = _id(item.get("by")), item.get("time"), item.get("stance")
    return AnsweredClaim(
        s=_clean(subject),
        p=_clean(item["p"]),
        o=_clean(object),
        quote=_clean(item["quote"]),
        by=(_clean(by) or None) if by else None,
        stance=_clean(stance) if isinstance(stance, str) else "asserted",
        time=(_clean(time) or None) if isinstance(time, str) else None,
    )


def _id(value: Any) -> str | None:
    """Models number entities now and then instead of naming them."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**9:
        return str(value)
    return value if isinstance(value, str) else None


def _clean(text: str) -> str:
    """Bounded, and without halves of surrogate pairs, which nothing further on could write."""
    return text[:_MAX_TEXT].encode("utf-8", "replace").decode().strip()
