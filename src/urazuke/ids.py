"""How ids are made from content: the only place that hashes for identity.

An id is a kind prefix and the first 128 bits of the SHA-256 of canonical JSON, so that running twice writes the same
rows and the difference of two runs means something. Documents and originals are known by the whole hash of their bytes.
"""

import hashlib
import json


def hash_bytes(data: bytes) -> str:
    """The SHA-256 of `data`, 64 lower-case hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def make_id(kind: str, *parts: object) -> str:
    """An id ``kind-<32 hex digits>`` from parts that JSON can hold (str, int, float, bool, None, and lists of them)."""
    canonical = json.dumps(parts, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return f"{kind}-{hashlib.sha256(canonical.encode()).hexdigest()[:32]}"
