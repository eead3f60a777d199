"""What is known before any report: tables of names and facts, as a lexicon and as claims with a source."""
