"""urazuke (裏付け): who is behind this, according to whom, on what evidence, and how sure are we."""

__version__ = "0.1.0"
