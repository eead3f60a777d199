"""What may leave this machine."""

from urazuke.errors import DocumentError
from urazuke.llm.endpoint import Endpoint
from urazuke.model.document import Document
from urazuke.vocab.tlp import TLP_LEVELS


class TlpError(DocumentError):
    """The document's marking forbids to send it where it would have to go."""


def check_tlp(document: Document, endpoint: Endpoint, limit: str) -> None:
    """Refuse a document that is marked above `limit`, unless the endpoint is on this very machine.

    A marking that is not known counts as the strictest.

    Raises:
        TlpError: it must not be sent.
    """
    if endpoint.is_loopback or _rank(document.tlp) <= _rank(limit):
        return
    raise TlpError(
        f"is marked TLP:{document.tlp.upper()}, and nothing above TLP:{limit.upper()} leaves this machine; "
        "read it with --reader offline, use a model on this machine, or set URAZUKE_LLM_TLP",
        where=document.address,
    )


def _rank(level: str) -> int:
    return TLP_LEVELS.index(level) if level in TLP_LEVELS else len(TLP_LEVELS)
