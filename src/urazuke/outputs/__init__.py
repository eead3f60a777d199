"""Telling: the dossier, timeline and chart are built once and frozen; renderers read only them."""
