"""Where claims of annotated reports are lost: a table by predicate, in Markdown (part of `make quality`).

For each claim of the annotation, what became of it: read; read with another predicate; its two ends were found but no
claim between them; an end was not found as what it is. The last column counts claims that stand in no annotation.
"""

import argparse
import json
import subprocess
import sys
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

OWN = Path(__file__).resolve().parent / "reports"
COLUMNS = ("read", "as another", "not linked", "end not found", "read wrongly")
SYMMETRIC = frozenset({"alias-of", "overlaps-with", "partner-of", "contracts-with"})


def normal(text: str) -> str:
    """A surface without regard to width, case and spacing."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def match(gold: list[dict[str, Any]], read: list[dict[str, Any]]) -> dict[str, str]:
    """Ids of read entities for those of the annotation: of one type, with the most surfaces in common, one to one."""
    pairs = [
        (len({normal(m) for m in g["mentions"]} & {normal(m) for m in r["mentions"]}), g["id"], r["id"])
        for g in gold
        for r in read
        if g["type"] == r["type"]
    ]
    found: dict[str, str] = {}
    for shared, g, r in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if shared and g not in found and r not in found.values():
            found[g] = r
    return found


def is_date(end: str) -> bool:
    """Whether an end of a claim is a date and not the id of an entity."""
    return end[:1].isdigit()


def count(gold: dict[str, Any], read: dict[str, Any], table: dict[str, Counter[str]]) -> None:
    """Add one report to the table."""
    meant = match(gold["entities"], read["entities"])
    made: dict[tuple[str, str], set[str]] = defaultdict(set)
    for claim in read["claims"]:
        made[claim["s"], claim["o"][:4] if is_date(claim["o"]) else claim["o"]].add(claim["p"])
        if claim["p"] in SYMMETRIC:
            made[claim["o"], claim["s"]].add(claim["p"])
    told: set[tuple[str, str, str]] = set()
    for s, p, o in sorted({(c["s"], c["p"], c["o"]) for c in gold["claims"]}):
        ends = meant.get(s), o[:4] if is_date(o) else meant.get(o)
        if ends[0] is None or ends[1] is None:
            table[p]["end not found"] += 1
            continue
        told.add((ends[0], p, ends[1]))
        told |= {(ends[1], p, ends[0])} if p in SYMMETRIC else set()
        names = made.get((ends[0], ends[1]), set())
        table[p]["read" if p in names else "as another" if names else "not linked"] += 1
    for (s, o), names in made.items():
        for p in names:
            if (s, p, o) not in told and not (p in SYMMETRIC and (o, s) in made and o < s):
                table[p]["read wrongly"] += 1


def main() -> int:
    """Print the table; the exit code is 1 where a report could not be read."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="*", type=Path, default=[OWN])
    parser.add_argument("--urazuke", default="urazuke", help="the program to measure")
    arguments = parser.parse_args()
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for path in sorted(path for folder in arguments.folders for path in folder.glob("*.gold.json")):
        text = path.with_name(path.name.removesuffix(".gold.json") + ".txt")
        run = subprocess.run(
            [arguments.urazuke, "read", str(text), "--json"], check=False, capture_output=True, text=True
        )
        if run.returncode:
            print(f"{text}: {run.stderr.strip()}", file=sys.stderr)
            return 1
        count(json.loads(path.read_text("utf-8")), json.loads(run.stdout), table)
    print(f"| predicate | {' | '.join(COLUMNS)} |\n|---|{'---:|' * len(COLUMNS)}")
    for name, row in sorted(table.items(), key=lambda item: (-sum(item[1].values()), item[0])):
        print(f"| {name} | {' | '.join(str(row[column]) for column in COLUMNS)} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
