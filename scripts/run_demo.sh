#!/usr/bin/env bash
# Play the main job on the demo: what `make run` does once the environment is set up.
# Leaves out/demo/{inspector,supervisor,stick}, and the papers and the summary beside it in out/.
set -euo pipefail
cd "$(dirname "$0")/.."
rm -rf out/demo
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
