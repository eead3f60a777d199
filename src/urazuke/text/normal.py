"""Normal forms for comparing names."""

import re
import unicodedata

_FILLER = re.compile(r"[\s\-_.·・‐‑–—'’\"“”()（）/]+")


def make_key(name: str) -> str:
    """The form in which two spellings of one name are equal: NFKC, case folded, without spaces and light punctuation.

    "APT 32", "APT-32" and "ＡＰＴ３２" share a key. A name that is nothing but punctuation keeps it.
    Source: the exact key of misp-galaxy's threat_actor_similarity_report.
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    return _FILLER.sub("", folded) or folded.strip()


_WIDE = {
    code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}


def unify_spelling(text: str) -> str:
    """`text` as newspapers write it in the common way: ウエア made ウェア, wide letters and digits made narrow.

    Every place in it stays where it was.
    """
    return text.replace("ウエア", "ウェア").translate(_WIDE)


def fold_space(text: str) -> str:
    """`text` with each run of white space made one space, and none at the ends."""
    return " ".join(text.split())
