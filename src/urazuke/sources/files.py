"""Files, folders and standard input. Nothing is read before it is asked for."""

import mimetypes
import os
import stat
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import BinaryIO

from urazuke.errors import SourceError
from urazuke.model.issue import Issue, Severity
from urazuke.settings import DEFAULT_MAX_DOCUMENT_BYTES
from urazuke.sources.base import Input

STANDARD_INPUT = "-"


def iter_inputs(
    paths: Sequence[str], *, stdin: BinaryIO | None, max_bytes: int = DEFAULT_MAX_DOCUMENT_BYTES
) -> Iterator[Input | Issue]:
    """Find the files that `paths` name.

    Args:
        paths: Files, folders and ``-`` for standard input, in the order wanted.
        stdin: What ``-`` stands for; None if there is none.
        max_bytes: Larger files are named, not read.

    Yields:
        Inputs and issues (codes ``missing``, ``unreadable``, ``not-a-file``, ``too-large``, ``empty``) in the
        order of `paths`; the files of a folder by name, those of its folders after them at their place in the
        alphabet. Hidden files are skipped inside folders, and a folder that was entered already is not
        entered again.
    """
    for path in paths:
        if path == STANDARD_INPUT:
            yield _make_stdin(stdin, max_bytes)
        elif not path or "\x00" in path:
            yield _issue("missing", repr(path), "this is no path; check its spelling")
        else:
            yield from _iter_path(Path(path), path, max_bytes, set())


def _make_stdin(stdin: BinaryIO | None, max_bytes: int) -> Input | Issue:
    if stdin is None:
        return _issue("missing", STANDARD_INPUT, "there is no standard input; give a file")
    return Input(name=STANDARD_INPUT, address=STANDARD_INPUT, fetch=partial(_read_stdin, stdin, max_bytes))


def _read_stdin(stdin: BinaryIO, max_bytes: int) -> bytes:
    try:
        data = stdin.read(max_bytes + 1)
    except OSError as error:
        raise SourceError(f"standard input can't be read: {error.strerror}", where=STANDARD_INPUT) from error
    if len(data) > max_bytes:
        raise SourceError(_too_large_message(None, max_bytes), where=STANDARD_INPUT)
    return data


def _too_large_message(size: int | None, max_bytes: int) -> str:
    has = f"it has {size:,} bytes, more" if size is not None else "it has more bytes"
    return f"{has} than the limit of {max_bytes:,}; split it or raise URAZUKE_MAX_BYTES"


def _iter_path(
    path: Path, shown: str, max_bytes: int, entered: set[tuple[int, int]]
) -> Iterator[Input | Issue]:
    """What one path gives. An explicit stack, since folders may nest deeper than Python recurses."""
    stack = [iter([(path, shown)])]
    while stack:
        following = next(stack[-1], None)
        if following is None:
            stack.pop()
            continue
        at, shown_at = following
        try:
            status = at.stat()
        except FileNotFoundError:
            missing = (
                "it is a link to nothing; check where it points"
                if at.is_symlink()
                else "there is no such file"
            )
            yield _issue("missing", shown_at, missing if at.is_symlink() else f"{missing}; check the path")
            continue
        except OSError as error:  # a loop of links, a folder that may not be entered, a name too long
            yield _issue(
                "unreadable", shown_at, f"it can't be read: {error.strerror}; check path and permissions"
            )
            continue
        if stat.S_ISDIR(status.st_mode):
            key = (status.st_dev, status.st_ino)
            if key in entered:
                continue
            entered.add(key)
            children = _list_folder(at, shown_at)
            if isinstance(children, Issue):
                yield children
            elif not children and len(stack) == 1:
                yield _issue("empty", shown_at, "there are no files in this folder; check the path")
            else:
                stack.append(iter(children))
        else:
            yield _make_input(at, shown_at, status, max_bytes)


def _list_folder(folder: Path, shown: str) -> list[tuple[Path, str]] | Issue:
    try:
        names = sorted(entry for entry in os.listdir(folder) if not entry.startswith("."))  # noqa: PTH208 - names only
    except OSError as error:
        return _issue(
            "unreadable", shown, f"the folder can't be listed: {error.strerror}; check its permissions"
        )
    return [(folder / name, str(Path(shown) / name)) for name in names]


def _make_input(path: Path, shown: str, status: os.stat_result, max_bytes: int) -> Input | Issue:
    if not stat.S_ISREG(status.st_mode):
        return _issue(
            "not-a-file", shown, "it is a device, pipe or socket; give a file, or - for standard input"
        )
    if status.st_size > max_bytes:
        return _issue("too-large", shown, _too_large_message(status.st_size, max_bytes))
    return Input(
        name=_printable(path.name),
        address=_printable(shown),
        media_hint=mimetypes.guess_type(path.name, strict=False)[0],
        size_bytes=status.st_size,
        fetch=partial(_read_file, path, shown, max_bytes),
    )


def _read_file(path: Path, shown: str, max_bytes: int) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(max_bytes + 1)
    except OSError as error:
        message = f"it can't be read: {error.strerror}; check its permissions"
        raise SourceError(message, where=_printable(shown)) from error
    if len(data) > max_bytes:  # it grew since it was found
        raise SourceError(_too_large_message(None, max_bytes), where=_printable(shown))
    return data


def _printable(name: str) -> str:
    """A name that can be printed and stored: bytes that are no UTF-8 are written as ``\\xNN``."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _issue(code: str, where: str, message: str) -> Issue:
    return Issue(severity=Severity.ERROR, code=code, where=_printable(where), message=message)
