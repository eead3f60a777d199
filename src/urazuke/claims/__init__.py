"""From referents in context to claims: frames find who does what to whom, qualifiers find who says so and
how surely."""
