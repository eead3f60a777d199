"""Addresses of cryptocurrencies, verified by their own checksums where those need no more than SHA-256."""

import re
from hashlib import sha256

from urazuke.mentions.observables.scan import Found

_BASE58 = {
    char: value for value, char in enumerate("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz")
}
_BECH32 = {char: value for value, char in enumerate("qpzry9x8gf2tvdw0s3jn54khce6mua7l")}
_VERSIONS = {
    0: "bitcoin",
    5: "bitcoin",
    48: "litecoin",
    50: "litecoin",
    30: "dogecoin",
    22: "dogecoin",
    65: "tron",
    76: "dash",
    16: "dash",
}
_FIRST = frozenset("0123489bBlLMDAtTX79")  # how addresses of the known systems begin
_ETHER = re.compile(r"0x[0-9a-fA-F]{40}\Z")
_MONERO = re.compile(r"[48][1-9A-HJ-NP-Za-km-z]{94}(?:[1-9A-HJ-NP-Za-km-z]{11})?\Z")


def find_wallet(run: str, start: int) -> Found | None:
    """The wallet that a run of letters and digits is, None if it is none. `start` is where the run begins."""
    if run[0] not in _FIRST:
        return None
    if _ETHER.match(run):
        normal = run.lower()
    elif _MONERO.match(run) or (len(run) in range(26, 36) and _is_base58(run)):
        normal = run
    elif run[:3].lower() in ("bc1", "ltc") and _is_bech32(run.lower()) and run in (run.lower(), run.upper()):
        normal = run.lower()
    else:
        return None
    return Found(start, start + len(run), "cryptocurrency-wallet", run, normal)


def _is_base58(run: str) -> bool:
    """Base58Check: 25 bytes, of which the last four are the beginning of the double SHA-256 of the rest."""
    number = 0
    for char in run:
        value = _BASE58.get(char)
        if value is None:
            return False
        number = number * 58 + value
    if number.bit_length() > 200:
        return False
    data = number.to_bytes(25, "big")
    if run[0] == "1" and len(run) - len(run.lstrip("1")) != len(data) - len(data.lstrip(b"\0")):
        return False
    return data[0] in _VERSIONS and sha256(sha256(data[:21]).digest()).digest()[:4] == data[21:]


def _is_bech32(run: str) -> bool:
    """Bech32 and Bech32m (BIP 173, BIP 350)."""
    prefix, _, data = run.rpartition("1")
    values = [_BECH32.get(char, -1) for char in data]
    if not 14 <= len(run) <= 90 or len(values) < 7 or min(values) < 0:
        return False
    expanded = [ord(char) >> 5 for char in prefix] + [0] + [ord(char) & 31 for char in prefix]
    check = 1
    for value in expanded + values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            if top >> bit & 1:
                check ^= generator
    return check in (1, 0x2BC830A3)
