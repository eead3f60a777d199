"""Run another extractor of observables over texts, in an environment of its own.

    python observables.py NAME < texts.jsonl

Each line of the input is ``{"text": …}``. Prints one JSON object: ``seconds`` of processor time for all texts
one by one, start not included, and ``answers``, a list of ``[kind, value]`` pairs for each text.
"""

import json
import sys
import time
from collections.abc import Callable, Iterable

Pairs = Iterable[tuple[str, str]]


def load_iocsearcher() -> Callable[[str], Pairs]:
    from iocsearcher.searcher import Searcher

    searcher = Searcher()
    kinds = {"ip4": "ipv4", "fqdn": "domain", "onionAddress": "domain"}
    return lambda text: [(kinds.get(item.name, item.name), item.value) for item in searcher.search_data(text)]


def load_ioc_finder() -> Callable[[str], Pairs]:
    from ioc_finder import find_iocs

    kinds = {
        "urls": "url",
        "domains": "domain",
        "ipv4s": "ipv4",
        "ipv4_cidrs": "ipv4",
        "email_addresses": "email",
    }
    kinds |= {"md5s": "md5", "sha1s": "sha1", "sha256s": "sha256", "cves": "cve"}
    return lambda text: [
        (kinds[name], value) for name, found in find_iocs(text).items() if name in kinds for value in found
    ]


def load_iocextract() -> Callable[[str], Pairs]:
    import iocextract

    def find(text: str) -> Pairs:
        yield from (("url", value) for value in iocextract.extract_urls(text, refang=True))
        yield from (("ipv4", value) for value in iocextract.extract_ipv4s(text, refang=True))
        yield from (("email", value) for value in iocextract.extract_emails(text, refang=True))
        yield from (("md5", value) for value in iocextract.extract_md5_hashes(text))
        yield from (("sha1", value) for value in iocextract.extract_sha1_hashes(text))
        yield from (("sha256", value) for value in iocextract.extract_sha256_hashes(text))

    return find


def load_ttprism() -> Callable[[str], Pairs]:
    from ttprism.extract import extract_iocs

    return lambda text: [(str(item.type.value), item.value) for item in extract_iocs(text)]


LOADERS = {
    "iocsearcher": load_iocsearcher,
    "ioc-finder": load_ioc_finder,
    "iocextract": load_iocextract,
    "ttprism": load_ttprism,
}

if __name__ == "__main__":
    find = LOADERS[sys.argv[1]]()
    texts = [json.loads(line)["text"] for line in sys.stdin]
    list(find("warm-up[.]com 1.2.3[.]4"))
    start = time.process_time()
    answers = [[list(pair) for pair in find(text)] for text in texts]
    json.dump({"seconds": time.process_time() - start, "answers": answers}, sys.stdout)
