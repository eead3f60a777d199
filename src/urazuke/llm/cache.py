"""Answers kept by what was asked, so that nothing is paid twice."""

import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from urazuke.ids import make_id
from urazuke.llm.endpoint import Completion


@dataclass(frozen=True, slots=True)
class AnswerCache:
    """Completions in files under `folder`, by the hash of model and messages; only their owner may read them.

    Broken files count as absent.
    """

    folder: Path

    def find(self, model: str, messages: Sequence[Mapping[str, str]]) -> Completion | None:
        """The completion of this very question, if it was asked before."""
        try:
            completion = Completion(**json.loads(self._path(model, messages).read_text("utf-8")))
        except (OSError, ValueError, TypeError, RecursionError):
            return None
        return completion if isinstance(completion.text, str) and isinstance(completion.finish, str) else None

    def keep(self, model: str, messages: Sequence[Mapping[str, str]], completion: Completion) -> None:
        """Keep a completion, whole or not at all. A full disk costs money, not the answer."""
        path = self._path(model, messages)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, part = tempfile.mkstemp(dir=path.parent, suffix=".part")
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(asdict(completion), file, ensure_ascii=False)
            Path(part).replace(path)
        except OSError:
            return

    def _path(self, model: str, messages: Sequence[Mapping[str, str]]) -> Path:
        key = make_id("llm", model, [[message["role"], message["content"]] for message in messages])
        return self.folder / key[4:6] / f"{key}.json"
