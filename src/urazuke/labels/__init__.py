"""The interface's words, in English and Japanese."""
