"""Exhibits: copies of what a claim points at."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """A screenshot, an archived page, a register extract: bytes kept by hash, with address and date of access.

    `attached_to` is the id of a document or of a claim.
    """

    id: str
    attached_to: str
    sha256: str
    media_type: str
    title: str
    address: str | None
    accessed: str
