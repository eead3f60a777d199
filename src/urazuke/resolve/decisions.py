"""Making judgements: a decision on two names as a value, known by what it says."""

from urazuke.errors import UsageError
from urazuke.ids import make_id
from urazuke.model.judgement import Judgement, NameKey, Verdict


def decide(
    left: NameKey, right: NameKey, verdict: Verdict, *, author: str, reason: str, made: str | None = None
) -> Judgement:
    """Decide on two names.

    The same decision by the same author at the same time has the same id, whichever name comes first.

    Args:
        left: One key, for instance that of a name (see :func:`urazuke.text.normal.make_key`) or of a concept.
        right: The other.
        verdict: What is decided.
        author: A person, or a rule id (``rule:…``).
        reason: Why, in a sentence.
        made: An ISO 8601 time. A person's decision needs one: of several on two names the last made counts.

    Raises:
        UsageError: the two are one and the same, or a person gives no reason or no time.
    """
    if left == right:
        raise UsageError(f"a judgement needs two different names, and both are {left.normal}")
    if not author.startswith("rule:") and not (reason.strip() and made):
        raise UsageError("a person's judgement needs a reason and the time it was made")
    first, second = sorted((left, right), key=lambda key: (key.type, key.normal))
    parts = (first.type, first.normal, second.type, second.normal, verdict.value, author, made)
    return Judgement(
        id=make_id("judgement", *parts),
        left=first,
        right=second,
        verdict=verdict,
        reason=reason,
        author=author,
        made=made,
    )
