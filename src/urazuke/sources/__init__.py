"""Bytes and where they are from: files, folders, standard input."""

from urazuke.sources.base import Input
from urazuke.sources.files import iter_inputs

__all__ = ["Input", "iter_inputs"]
