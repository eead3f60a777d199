"""The command line: one file per family of commands; the only place that exits."""
