"""Scores what ``urazuke read --json`` prints against annotated reports: `make quality`.

Two sets: our own in ``quality/reports``, and the larger one in the folder ``gold`` of a shared folder, which
also holds the scorer and is not part of this repository. Where that folder is not at hand, this says so and
scores nothing. Quality is measured here and never in the tests, which read nothing outside the repository.
"""

import argparse
import shlex
import subprocess
import sys
from pathlib import Path

OWN = Path(__file__).resolve().parent / "reports"


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder with eval/ and gold/")
    parser.add_argument("--urazuke", default="urazuke", help="the program to measure")
    parser.add_argument("--verbose", action="store_true", help="print each missed, extra and trapped claim")
    return parser.parse_args()


def main() -> int:
    """Score both sets; the exit code is 0 when every report could be read."""
    arguments = parse_arguments()
    scorer = arguments.shared / "eval" / "score.py"
    if not scorer.is_file():
        print(
            f"No scorer at {scorer}: nothing was measured. "
            "Name the folder that has it: make quality SHARED=FOLDER"
        )
        return 0
    worst = 0
    for title, folder in (("shared", arguments.shared / "gold"), ("own", OWN)):
        print(f"== {title}: {folder}", flush=True)
        command = [sys.executable, str(scorer), str(folder)]
        command += ["--command", f"{shlex.quote(arguments.urazuke)} read {{}} --json"]
        command += ["--verbose"] if arguments.verbose else []
        worst = max(worst, subprocess.run(command, check=False).returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main())
