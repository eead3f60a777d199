"""The levels of the Traffic Light Protocol (FIRST, TLP 2.0)."""

TLP_LEVELS = ("clear", "green", "amber", "amber+strict", "red")
"""From what all may see to what only its readers may."""
