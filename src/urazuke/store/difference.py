"""What changed between two versions of a document."""

from difflib import unified_diff

from urazuke.model.document import Document
from urazuke.store.base import View


def difference(view: View, old_id: str, new_id: str) -> str:
    """The unified diff of the texts of two documents, line by line; empty if they read alike.

    Raises:
        NotKnownError: one of the documents is not there.
    """
    old, new = (view.rendition(id).text.splitlines() for id in (old_id, new_id))
    before, after = (_label(view.document(id)) for id in (old_id, new_id))
    return "".join(f"{line}\n" for line in unified_diff(old, new, before, after, lineterm=""))


def _label(document: Document) -> str:
    return f"{document.address} ({document.published or document.id})"
