"""Observables in text: addresses, hashes, files and other traces, refanged, with their role in the report."""

from urazuke.mentions.observables.find import find_observables

__all__ = ["find_observables"]
