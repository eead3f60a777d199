"""Speed, memory and start-up times: `make bench`.

Measures the program as a person runs it, in processes of their own bound to one core, on copies of the sample
reports that differ in bytes and address. Then runs ``main()`` of every other module in this folder.
"""

import argparse
import importlib.util
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from urazuke.documents import read_documents

HERE = Path(__file__).resolve().parent
REPORTS = HERE.parent / "examples" / "reports"
PAGE = REPORTS / "apt3-news.en.txt"
PROGRAM = Path(sys.executable).with_name("urazuke")

# What we ask of ourselves, on one core of an ordinary machine.
HELP_S, READ_COLD_S, CHARACTERS_PER_S, MEMORY_MB = 0.3, 1.5, 20_000, 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of the program: wall-clock seconds and its peak memory in megabytes."""

    seconds: float
    peak_mb: float


def run(arguments: Sequence[str]) -> Run:
    """Run the program to its end, its output thrown away.

    Raises:
        SystemExit: the program failed; the end of its messages is in the text.
    """
    with tempfile.TemporaryFile() as messages:
        started = time.perf_counter()
        child = subprocess.Popen([PROGRAM, *arguments], stdout=subprocess.DEVNULL, stderr=messages)
        _, status, usage = os.wait4(child.pid, 0)  # of this child alone, unlike what `resource` sums up
        seconds = time.perf_counter() - started
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode != 0:
            messages.seek(0)
            end = messages.read()[-2000:].decode("utf-8", "replace")
            raise SystemExit(f"urazuke {' '.join(arguments)} ended with {child.returncode}:\n{end}")
    kilobytes = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return Run(seconds=seconds, peak_mb=kilobytes / 1024)


def median_seconds(arguments: Sequence[str], *, times: int) -> float:
    """The median of several runs; the first one, which fills the disk cache, isn't counted."""
    run(arguments)
    return statistics.median(run(arguments).seconds for _ in range(times))


def make_copy(path: Path, number: int, folder: Path) -> Path:
    """A copy of a sample report with bytes and an address of its own, of the same format."""
    copy = folder / f"{number:04d}-{path.name}"
    data = path.read_bytes()
    for host in (b"https://example.org/", b"https://example.com/"):
        data = data.replace(host, host + b"copy-%d/" % number)  # ASCII in every encoding that the samples use
    if path.suffix == ".pdf":
        data = path.read_bytes() + b"%% copy %d\n" % number
    if path.suffix == ".docx":
        data = path.read_bytes()
    copy.write_bytes(data)
    if path.suffix == ".docx":
        with zipfile.ZipFile(copy, "a") as archive:
            archive.comment = b"copy %d" % number
    return copy


def make_corpus(folder: Path, copies: int) -> list[str]:
    """Write copies of every sample report into `folder`; the texts that are read out of them."""
    texts = []
    for number in range(copies):
        for path in sorted(REPORTS.iterdir()):
            copy = make_copy(path, number, folder)
            for result in read_documents(copy.read_bytes(), copy.name, max_bytes=50_000_000):
                if isinstance(result, tuple):
                    texts.append(result[1].text)
    return texts


def show(name: str, value: str, asked: str = "", ok: bool = True) -> None:
    """One line of the table."""
    print(f"  {name:<34}{value:>14}   {asked}{'' if ok else '   MISSED'}", flush=True)


def show_start() -> None:
    """Start-up times."""
    print("Start-up (median of 7)")
    seconds = median_seconds(["--help"], times=7)
    show("urazuke --help", f"{seconds:.2f} s", f"asked: under {HELP_S} s", seconds < HELP_S)
    seconds = median_seconds(["read", str(PAGE), "--json"], times=7)
    show("urazuke read, one page", f"{seconds:.2f} s", f"asked: under {READ_COLD_S} s", seconds < READ_COLD_S)


def show_rate(name: str, result: Run, texts: list[str]) -> None:
    """Documents and characters per second, and peak memory, of one run over `texts`."""
    characters = sum(map(len, texts))
    rate = characters / result.seconds
    print(f"{name}: {len(texts)} documents, {characters:,} characters, {result.seconds:.1f} s")
    show("documents per second", f"{len(texts) / result.seconds:,.1f}")
    show("characters per second", f"{rate:,.0f}", f"asked: {CHARACTERS_PER_S:,}", rate >= CHARACTERS_PER_S)
    show(
        "peak memory", f"{result.peak_mb:,.0f} MB", f"asked: under {MEMORY_MB} MB", result.peak_mb < MEMORY_MB
    )


def run_others() -> None:
    """Run ``main()`` of the other modules here, in the order of their names."""
    for path in sorted(HERE.glob("*.py")):
        if path.name in ("run.py", "__init__.py"):
            continue
        spec = importlib.util.spec_from_file_location(f"benchmarks_{path.stem}", path)
        if spec is None or spec.loader is None:
            continue
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module  # dataclasses look their module up
        spec.loader.exec_module(module)
        if hasattr(module, "main"):
            print(path.stem)
            sys.argv = [str(path)]  # our own options aren't its
            module.main()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--copies", type=int, default=20, help="copies of each sample report (20)")
    copies = parser.parse_args().copies
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})  # and so every process that is started here
    else:
        print("This system can't bind a process to one core: the figures may rest on several.")
    os.environ["PYTHONUTF8"] = "1"
    show_start()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "reports"
        folder.mkdir()
        texts = make_corpus(folder, copies)
        lines = Path(scratch) / "texts.jsonl"
        rows = ({"id": str(number), "text": text} for number, text in enumerate(texts))
        lines.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
        show_rate("read, from JSON lines", run(["read", str(lines), "--json"]), texts)
        database = str(Path(scratch) / "bench.db")
        os.environ["URAZUKE_DB"] = database
        # The first run writes down what is known before any report; it is shown apart, since it happens once.
        first = run(["ingest", str(PAGE)])
        print("A new knowledge base, with what is known before any report and one page")
        show("seconds", f"{first.seconds:.1f} s")
        show(
            "peak memory",
            f"{first.peak_mb:,.0f} MB",
            f"asked: under {MEMORY_MB} MB",
            first.peak_mb < MEMORY_MB,
        )
        result = run(["ingest", str(folder)])
        show_rate("ingest, from files of every format", result, texts)
        size_mb = Path(database).stat().st_size / 1_000_000
        show("knowledge base on disk", f"{size_mb:,.1f} MB")
    run_others()


if __name__ == "__main__":
    main()
