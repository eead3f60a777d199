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


def fold_space(text: str) -> str:
    """`text` with each run of white space made one space, and none at the ends."""
    return " ".join(text.split())
