"""Text without any model of the domain: spans, scripts, normal forms, language, sentences. Pure functions."""
