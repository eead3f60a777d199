"""The nouns: immutable values, standard library only, no input or output."""
