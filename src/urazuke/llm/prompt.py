"""What is asked: messages for one window, and the schema of the answer."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from urazuke.ids import make_id
from urazuke.model.claim import Level, Stance
from urazuke.model.mention import EntityType
from urazuke.vocab.load import load_predicates, read_yaml

_MAX_KNOWN = 60
"""How many names of earlier windows go with a window, the latest."""


def make_messages(text: str, known: Sequence[str]) -> list[dict[str, str]]:
    """The messages for one window. `known` are names of things in earlier windows, the latest last."""
    prompt = _prompt()
    # Nobody can write a text that holds a hash of itself, so no text can end its own quotation.
    mark = f"===== {make_id('part', text).removeprefix('part-')[:16]} ====="
    values = {"{known}": "; ".join(known[-_MAX_KNOWN:]) or "none", "{mark}": mark}
    head, tail = prompt["user"].split("{text}")
    for name, value in values.items():
        head, tail = head.replace(name, value), tail.replace(name, value)
    return [{"role": "system", "content": prompt["system"]}, {"role": "user", "content": head + text + tail}]


def make_repair(messages: Sequence[dict[str, str]], answer: str) -> list[dict[str, str]]:
    """The messages that ask once more, after an `answer` that was none."""
    return [
        *messages,
        {"role": "assistant", "content": answer[:2000]},
        {"role": "user", "content": _prompt()["repair"]},
    ]


@cache
def _prompt() -> dict[str, str]:
    rows: dict[str, str] = read_yaml("urazuke.llm", "prompt.yml")
    lines = [
        f"{name}: {', '.join(sorted(row.subject))} -> {', '.join(sorted(row.object))}"
        for name, row in load_predicates().items()
        if not name.startswith("x-")
    ]
    system = rows["system"].replace("{types}", ", ".join(EntityType))
    return {**rows, "system": system.replace("{predicates}", "\n".join(lines))}


def _nullable(*values: str) -> dict[str, Any]:
    return {"anyOf": [{"type": "string", "enum": list(values)}, {"type": "null"}]}


_TEXT = {"type": "string"}
_TEXT_OR_NULL = {"anyOf": [_TEXT, {"type": "null"}]}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def make_schema() -> dict[str, Any]:
    """The JSON schema of an answer."""
    entity = _object(
        {
            "id": _TEXT,
            "type": {"type": "string", "enum": list(EntityType)},
            "name": _TEXT,
            "mentions": {"type": "array", "items": _TEXT},
        }
    )
    claim = _object(
        {
            "s": _TEXT,
            "p": {
                "type": "string",
                "enum": [name for name in load_predicates() if not name.startswith("x-")],
            },
            "o": _TEXT,
            "quote": _TEXT,
            "by": _TEXT_OR_NULL,
            "stance": {"type": "string", "enum": list(Stance)},
            "likelihood": _nullable(*Level),
            "confidence": _nullable(*Level),
            "time": _TEXT_OR_NULL,
        }
    )
    return _object(
        {"entities": {"type": "array", "items": entity}, "claims": {"type": "array", "items": claim}}
    )
