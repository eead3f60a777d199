"""Keeping the built lexicon between runs. A cache is a convenience: nothing fails for want of it."""

import contextlib
import hashlib
import marshal
import os
import tempfile
from pathlib import Path
from typing import Any

_MAGIC = b"urazuke-lexicon-1\n"


def _path(folder: Path) -> Path:
    return folder / "lexicon.bin"


def read_cache(folder: Path, fingerprint: str) -> dict[str, Any] | None:
    """The tables in `folder`, None where there are none, they are of another fingerprint, or the file is not
    whole.

    The hash of the content is checked before it is read: `marshal` must never see bytes that were cut or
    changed.
    """
    try:
        data = _path(folder).read_bytes()
    except OSError:
        return None
    head = _MAGIC + fingerprint.encode() + b"\n"
    if not data.startswith(head) or len(data) < len(head) + 32:
        return None
    digest, body = data[len(head) : len(head) + 32], data[len(head) + 32 :]
    if hashlib.sha256(body).digest() != digest:
        return None
    tables: dict[str, Any] = marshal.loads(body)
    return tables


def write_cache(folder: Path, fingerprint: str, tables: dict[str, Any]) -> None:
    """Put the tables into `folder`, whole or not at all; a folder that cannot be written is left alone."""
    body = marshal.dumps(tables)
    data = _MAGIC + fingerprint.encode() + b"\n" + hashlib.sha256(body).digest() + body
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, prefix="lexicon-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(name).replace(_path(folder))
        except BaseException:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise
