#!/bin/bash
# The pictures of the README, made by the program from the sample reports. Needs Chromium and a font with kanji.
set -euo pipefail
cd "$(dirname "$0")/../.."
urazuke="${1:-.venv/bin/urazuke}"
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
export URAZUKE_DB="$scratch/demo.db" URAZUKE_LANG=en
"$urazuke" ingest examples/reports
"$urazuke" card APT3 -o "$scratch/card.html"
"$urazuke" chart Boyusec --depth 1 -o "$scratch/chart.html"
shoot() { # page, picture, width, height
  chromium --headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update \
    --disable-sync --no-first-run --hide-scrollbars --user-data-dir="$scratch/browser" \
    --screenshot="$2" --window-size="$3,$4" "file://$1" 2>/dev/null
}
shoot "$scratch/card.html" docs/images/card.png 1200 1180
shoot "$scratch/chart.html" docs/images/chart.png 1100 760
