from tests.support.fixtures import dossier, memory, view

__all__ = ["dossier", "memory", "view"]
