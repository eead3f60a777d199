"""Observables in text: addresses, hashes, files and other traces, refanged, with their role in the report."""

from urazuke.mentions.observables.find import find_observables
from urazuke.mentions.observables.rules import find_rules

__all__ = ["find_observables", "find_rules"]
