"""Words and kinds as files, and what reads them."""
