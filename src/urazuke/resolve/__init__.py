"""Deciding whether two names mean one thing. Decisions are values; ``store`` keeps them and gathers entities."""
