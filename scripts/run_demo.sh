#!/usr/bin/env bash
# The main job on demo data: what `make run` does once the environment is set up.
# With a display it opens the window on the demo. Without one it walks through every page offscreen.
# Leaves out/demo/{inspector,supervisor,stick}; papers, the summary and, offscreen, numbered pictures in out/.
set -euo pipefail
cd "$(dirname "$0")/.."
rm -rf out/demo out/*.png
mkdir -p out
.venv/bin/fieldaudit demo --into out/demo
papers=0
for made in out/demo/*.pdf out/demo/*.txt out/demo/*.json; do
    [ -f "$made" ] || continue
    cp "$made" out/
    papers=$((papers + 1))
done
[ "$papers" -gt 0 ] || { echo "run_demo: the demo left no paper and no summary in out/demo" >&2; exit 1; }
echo "out/: $papers files from the demo; workspaces in out/demo/"
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    echo "opening the window on the demo; every PIN is 0000"
    exec .venv/bin/fieldaudit window --demo out/demo
fi
echo "no display: walking through every page offscreen"
FIELDAUDIT_CONFIG=out/demo/config .venv/bin/fieldaudit window --demo out/demo --walk out
