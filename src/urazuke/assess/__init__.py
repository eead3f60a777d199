"""Weighing what documents say: origins, and chains of claims."""
