"""Take defanging back, and keep the way home.

`refang` gives a text in which addresses stand as they would work, with a map of positions: whatever is found
there is traced to the characters that the writer wrote. Each pass looks for one family of marks from an
anchor that is cheap to find, and never looks further than a few characters around it, so the whole is linear.
"""

import re
from bisect import bisect_left, bisect_right
from typing import NamedTuple

from urazuke.mentions.observables.words import load_defang_words

_WORDS = load_defang_words()


class Mark(NamedTuple):
    """``text[start:end]`` stands for `plain`. `fang` is false for a line break or an invisible character."""

    start: int
    end: int
    plain: str
    fang: bool = True


class Refanged:
    """A text without its marks, and the way back. Positions of both texts are code points.

    `wide`: whether it has characters of East Asia.
    """

    __slots__ = ("_fangs", "_marks", "_starts", "text", "wide")

    def __init__(self, text: str, marks: list[Mark], *, wide: bool) -> None:
        self.wide = wide
        pieces: list[str] = []
        self._marks = marks
        self._starts: list[int] = []
        self._fangs: list[int] = []
        last = size = 0
        for mark in marks:
            pieces.append(text[last : mark.start])
            size += mark.start - last
            self._starts.append(size)
            if mark.fang:
                self._fangs.append(size)
            pieces.append(mark.plain)
            size += len(mark.plain)
            last = mark.end
        pieces.append(text[last:])
        self.text = "".join(pieces) if marks else text

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """The range of the original text that ``text[start:end]`` came from; whole marks only."""
        return self._home(start, last=False), self._home(end - 1, last=True)

    def _home(self, position: int, *, last: bool) -> int:
        """Where the character at `position` began, or, if `last`, where it ended."""
        index = bisect_right(self._starts, position) - 1
        while index >= 0:
            start, mark = self._starts[index], self._marks[index]
            if position < start + len(mark.plain):
                return mark.end if last else mark.start
            return mark.end + position - start - len(mark.plain) + last
        return position + last

    def is_defanged(self, start: int, end: int) -> bool:
        """Whether the writer took the sting out of ``text[start:end]``."""
        index = bisect_left(self._fangs, start)
        return index < len(self._fangs) and self._fangs[index] < end


def _one_of(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


# ---- characters --------------------------------------------------------------------------------------------
_FULL = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_FAR = re.compile(r"[\u2e80-\uffef]")
_WIDE = re.compile(r"[！-～]++")
_WIDE_WORD = re.compile(r"[０-９Ａ-Ｚａ-ｚ]")
_SINGLE = {"\u2024": ".", "\ufe52": ".", "\u2010": "-", "\u2011": "-", "\u00a0": " ", "\u3000": " "}
_KEPT = {ord("．"): ".", ord("＠"): "@", ord("［"): "[", ord("］"): "]", ord("＼"): "\\"}
_IDEOGRAPHIC_STOP = re.compile(r"[。｡](?<=[A-Za-z0-9].)(?=[A-Za-z0-9])")
_LABELS_BEFORE = re.compile(r"[A-Za-z0-9.。｡-]*\Z")


def fold_wide(text: str, *, wide: bool) -> str:
    """`text` with full-width letters, digits and the signs among them made ASCII, one for one.

    If not `wide`, the text has no such characters, and only odd hyphens, spaces and stops are made ASCII.
    """
    for odd, plain in _SINGLE.items():
        text = text.replace(odd, plain)
    if not wide:
        return text
    text = _WIDE.sub(_fold, text)
    return _IDEOGRAPHIC_STOP.sub(_fold_stop, text) if "。" in text or "｡" in text else text


def _fold(match: re.Match[str]) -> str:
    run = match.group()
    if run == "：／／" or _WIDE_WORD.search(run):
        return run.translate(_FULL)
    return run.translate(_KEPT)  # punctuation of prose stays, so that it goes on ending addresses


def _fold_stop(match: re.Match[str]) -> str:
    """A full stop of Japanese between labels; after a host with ordinary stops it ends the sentence."""
    before = _LABELS_BEFORE.search(match.string[max(0, match.start() - 64) : match.start()])
    return match.group() if before and "." in before.group() else "."


_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"
_INVISIBLES = re.compile(f"[{_INVISIBLE}]+")


def _find_invisible(text: str) -> list[Mark]:
    if not any(char in text for char in _INVISIBLE):
        return []
    return [Mark(found.start(), found.end(), "", False) for found in _INVISIBLES.finditer(text)]


# ---- brackets ----------------------------------------------------------------------------------------------
def _compile_bracketed(opening: str, closing: str) -> re.Pattern[str]:
    """Whole brackets around a sign or its word. An opening bracket comes first: `re` skips to it quickly."""
    return re.compile(
        rf"[{opening}](?:\\?[{opening}])?[ \t]?\\?"
        rf"(?:(?P<dot>{_one_of(_WORDS.dots)})|(?P<at>{_one_of(_WORDS.ats)})"
        rf"|(?P<sep>[:/\\]{{1,3}}|[-_]|{_one_of(_WORDS.colons)}|{_one_of(_WORDS.slashes)}))"
        rf"[ \t]?\\?[{closing}](?:\\?[{closing}])?"
        rf"|[{opening}](?<=[A-Za-z0-9].)\.(?=[A-Za-z0-9])"
    )


_BRACKETED = _compile_bracketed(r"\[({<", r"\])}>")
_BRACKETED_WIDE = _compile_bracketed(r"\[({<（【「〔", r"\])}>）】」〕")
_CLOSED = re.compile(r"\.(?:[\])}>）】」〕](?<=[A-Za-z0-9]..)|([\"'|^*])(?<=\1\.\1)|\[)(?=[A-Za-z0-9])")
_REST_CLOSED = re.compile(r"[A-Za-z][A-Za-z0-9-]{1,23}[\])}>](?<=[A-Za-z0-9].)")
_ESCAPED = re.compile(r"\\{1,2}(?<=[A-Za-z0-9]\\)\.(?=[A-Za-z0-9])|\\(?<=[A-Za-z0-9]\\)\\\.(?=[A-Za-z0-9])")
_SIGNS = dict.fromkeys(_WORDS.colons, ":") | dict.fromkeys(_WORDS.slashes, "/")


def _find_bracketed(text: str, *, wide: bool) -> list[Mark]:
    marks = []
    for found in (_BRACKETED_WIDE if wide else _BRACKETED).finditer(text):
        start, end = found.span()
        kind = found.lastgroup
        if kind == "sep":
            sign = found["sep"]
            if start and not text[start - 1].isspace() and end < len(text) and not text[end].isspace():
                marks.append(Mark(start, end, _SIGNS.get(sign, sign.replace("\\", "/"))))
            continue
        if kind:
            start, end = _widen(text, start, end)
            if not (start and _joins(text[start - 1]) and end < len(text) and _joins(text[end])):
                continue
            if text[end - 1].isspace() and _is_prose(text, end):
                continue
        elif closing := _REST_CLOSED.match(text, end):  # "example[.com]"
            marks.append(Mark(closing.end() - 1, closing.end(), ""))
        marks.append(Mark(start, end, "@" if kind == "at" else "."))
    for found in _CLOSED.finditer(text):
        start, end = found.span()
        if found.group() == ".[":  # "example.[com]"
            closing = _REST_CLOSED.match(text, end)
            if closing and text[start - 1 : start].isalnum():
                marks += [Mark(start, end, "."), Mark(closing.end() - 1, closing.end(), "")]
        elif not found[1]:
            marks.append(Mark(start, end, "."))
        elif start > 1 and text[start - 2].isalnum():  # a full stop between two quotation marks
            marks.append(Mark(start - 1, end, "."))
    if "\\." in text:
        escaped = _ESCAPED.finditer(text)
        marks += [Mark(*found.span(), ".") for found in escaped if not _in_path(text, found.start())]
    return marks


def _joins(char: str) -> bool:
    """Whether a host name or the name before an at sign can have `char` beside the mark."""
    return char.isalnum() or char in "-_+"


def _widen(text: str, start: int, end: int) -> tuple[int, int]:
    """Take in a backslash before the mark, and up to two spaces or a line break on either side."""
    if start and text[start - 1] == "\\":
        start -= 1
    for _ in range(2):
        if start and text[start - 1] in " \t":
            start -= 1
        if end < len(text) and text[end] in " \t\n":
            end += 1
    return start, end


_WORD_AFTER = re.compile(r"[a-z]{1,4}(?![A-Za-z0-9.\[({-])")


def _is_prose(text: str, position: int) -> bool:
    """Whether a word of prose follows a mark and a space: "a red (dot) is"."""
    found = _WORD_AFTER.match(text, position)
    return bool(found) and found.group() in _WORDS.not_after_spaced_dot  # type: ignore[union-attr]


def _in_path(text: str, position: int) -> bool:
    r"""Whether the word before `position` has backslashes of its own, as ``C:\Users\.ssh`` has."""
    words = text[max(0, position - 64) : position].split()
    word = words[-1] if words else ""
    return "\\" in word.replace("\\\\.", "").replace("\\.", "")


# ---- words -------------------------------------------------------------------------------------------------
_SPACED_DOT = re.compile(r"[ \t]{1,2}(?:dot|DOT|Dot)[ \t]{1,2}(?=([A-Za-z0-9-]+))")
_LOW_DOT = re.compile(r"_(?:dot|DOT)_(?=[A-Za-z0-9])")
_LOW_AT = re.compile(r"_(?:at|AT)_(?=[A-Za-z0-9])")
_BARE_DOT = re.compile(r" \. (?=([a-z]{2,5})(?![A-Za-z0-9-]))")
_SPACED_AT = re.compile(r" (?:at|AT|@) (?=[A-Za-z0-9-]+(?:[ ]?[\[({<]|\.[A-Za-z]| (?:dot|DOT) ))")
_ENTITY = re.compile(r"&#(?:0{0,4}46|[xX]2[eE]);(?=[A-Za-z0-9])")


def _find_spelled(text: str) -> list[Mark]:
    """Marks that are words or that stand between spaces; each pass only where its word occurs at all."""
    marks: list[Mark] = []
    spelled = " dot " in text or " DOT " in text or " Dot " in text
    if spelled:
        for found in _SPACED_DOT.finditer(text):
            prose = found[1].lower() in _WORDS.not_after_spaced_dot
            if _is_name_before(text, found.start(), strict=prose):
                marks.append(Mark(found.start(), found.end(), "."))
    if " . " in text:
        for found in _BARE_DOT.finditer(text):
            if found[1] in _WORDS.spaced_dot_endings and _is_name_before(text, found.start()):
                marks.append(Mark(found.start(), found.end(), "."))
    if spelled or " @ " in text:
        for found in _SPACED_AT.finditer(text):
            local = text[max(0, found.start() - 32) : found.start()].rpartition(" ")[2].lower()
            meant = found.group() == " @ " or (spelled and local not in _WORDS.not_before_spaced_at)
            if meant and _is_name_before(text, found.start()):
                marks.append(Mark(found.start(), found.end(), "@"))
    if "_dot_" in text or "_DOT_" in text:
        marks += [Mark(*found.span(), ".") for found in _LOW_DOT.finditer(text)]
        marks += [Mark(*found.span(), "@") for found in _LOW_AT.finditer(text)]
    if "&#" in text:
        marks += [Mark(*found.span(), ".") for found in _ENTITY.finditer(text)]
    return marks


_WORD_BEFORE = re.compile(r"( (?:dot|DOT|Dot) )?([A-Za-z0-9_.+-]*[A-Za-z0-9])\Z")


def _is_name_before(text: str, position: int, *, strict: bool = False) -> bool:
    """Whether what ends at `position` can be a label: a word, and none of those that prose has before "dot".

    If `strict`, only a label that has a "dot" before it will do.
    """
    found = _WORD_BEFORE.search(text, max(0, position - 64), position)
    if not found or (strict and not found[1]):
        return False
    return bool(found[1]) or found[2].lower() not in _WORDS.not_before_spaced_dot


# ---- schemes -----------------------------------------------------------------------------------------------
_SEPARATOR = re.compile(
    r":[ ]?[\])}>]{0,2}[\[({<]?(?:[/\\]{1,3}[\])}>]?[\[({<]?[/\\]{0,2}[\])}>]?)(?:[ ](?=[A-Za-z0-9]))?"
)
_SCHEME = re.compile(
    r"[\[({<]?(?:(?P<http>[hH][^\s/:]{1,5}?[pP])[\])}>]?(?P<s>[\[({<]?[sS][\])}>]?)?"
    rf"|(?P<other>(?<![A-Za-z])(?:{_one_of(tuple(_WORDS.schemes))})))[\])}}>]?[ ]?[\[({{<]{{0,2}}\Z"
)
_USUAL = re.compile(r"[hH](?:tt|xx|XX|TT)[pP][sS]?\Z")
_NO_COLON = re.compile(r"(?<![A-Za-z])[hH](?:tt|xx|XX)p(s?)//(?=[A-Za-z0-9])")


def _find_schemes(text: str) -> list[Mark]:
    marks: list[Mark] = []
    for found in _SEPARATOR.finditer(text):
        start, end = found.span()
        if text[start - 4 : start] == "http" or text[start - 5 : start] == "https":
            if found.group() != "://":
                marks.append(Mark(start, end, "://"))
                marks += _find_backslashes(text, found)
            continue
        if found.group().count("/") + found.group().count("\\") < 2:
            continue
        lower = max(0, start - 14)
        usual = _USUAL.search(text, lower, start)
        scheme = usual or _SCHEME.search(text, lower, start)
        if not scheme:
            continue
        if usual:
            name = "https" if text[start - 1] in "sS" else "http"
        elif scheme["other"]:
            name = _WORDS.schemes[scheme["other"].lower()]
        else:
            name = "https" if scheme["s"] else "http"
        marks.append(Mark(scheme.start(), end, name + "://"))
        marks += _find_backslashes(text, found)
    if "p//" in text or "ps//" in text:
        marks += [Mark(*found.span(), f"http{found[1]}://") for found in _NO_COLON.finditer(text)]
    return marks


_BACKSLASHED = re.compile(r"[A-Za-z0-9.\[\]()-]{1,253}(?::\d{1,5})?\\[^\s\"'<>:]{0,512}")


def _find_backslashes(text: str, separator: re.Match[str]) -> list[Mark]:
    r"""The backslashes of an address that was written ``http:\\host\path``; no colon is among them."""
    found = _BACKSLASHED.match(text, separator.end()) if "\\" in separator.group() else None
    if not found:
        return []
    return [Mark(place, place + 1, "/") for place in range(*found.span()) if text[place] == "\\"]


# ---- line breaks -------------------------------------------------------------------------------------------
_BROKEN = re.compile(r"\r?\n[ \t]{0,8}(?=([A-Za-z0-9%?&=_./#~+-]{1,512}))")
_HEX = re.compile(r"[0-9a-fA-F]{32,}")
_LAST_OF_BROKEN = frozenset("-_/=&?%")


def _find_broken(text: str) -> list[Mark]:
    """Line breaks inside an address: after a sign that asks for more, or before one that begins no line."""
    marks: list[Mark] = []
    position = text.find("//")
    while position >= 0:
        line_end = text.find("\n", position)
        if line_end < 0:
            break
        before = text[line_end - 2 : line_end].rstrip("\r")[-1:]
        found = _BROKEN.match(text, line_end - (text[line_end - 1] == "\r"))
        address = text.rfind("//", position, line_end)
        if found and not _has_space(text, address, found.start()) and _continues(text, before, found):
            marks.append(Mark(found.start(), found.end(), "", False))
        position = text.find("//", line_end)
    return marks


def _has_space(text: str, start: int, end: int) -> bool:
    return end - start > 2048 or any(char in text[start:end] for char in " \t\u3000")


def _continues(text: str, before: str, found: re.Match[str]) -> bool:
    """Whether the first word of the next line goes on with the address that ends in `before`."""
    word = found[1]
    after = text[found.end() + len(word) : found.end() + len(word) + 3]
    if after[:1] in (":", "[", "(", "{") or _HEX.fullmatch(word) or word.startswith("-"):
        return False
    if before in _LAST_OF_BROKEN and before != "/":
        return not re.fullmatch(r"[A-Z][a-z]+|[a-z]{1,3}", word) and not after.startswith("://")
    alone = after[:1] in ("", "\n", "\r")
    if before == "/":  # often the end of an address, so the next line must look like a path and no host
        return (
            alone
            and bool(re.search(r"[/?=&%_]|\.(?:php|html?|aspx?|jsp|exe|dll|zip|txt|js)\Z", word))
            and (not re.match(r"[a-z0-9-]+(\.[a-z0-9-]+)+(/|\Z)", word) or "." not in word.partition("/")[0])
        )
    return alone and word[0] in "?&=%"


def refang(text: str) -> Refanged:
    """Take every mark of defanging out of `text`.

    Args:
        text: any text.

    Returns:
        The text as it would work, with the way back. Marks are taken back wherever they stand between letters
        or digits; whether an address results is for the finders to say.
    """
    wide = not text.isascii() and _FAR.search(text) is not None
    text = text if text.isascii() else fold_wide(text, wide=wide)
    marks = _find_bracketed(text, wide=wide)
    marks += _find_spelled(text)
    marks += _find_schemes(text)
    if "//" in text:
        marks += _find_broken(text)
    if not text.isascii() or "\u00ad" in text:
        marks += _find_invisible(text)
    if not marks:
        return Refanged(text, [], wide=wide)
    marks.sort(key=lambda mark: (mark.start, -mark.end))
    kept = [marks[0]]
    for mark in marks[1:]:
        if mark.start >= kept[-1].end:
            kept.append(mark)
    return Refanged(text, kept, wide=wide)
