"""Deciding whether two names mean one thing: values only; ``store`` keeps them and gathers entities."""
