"""Tables of names and facts that are our own."""
