"""The judge of papers and the reader of PDFs are those of the papers' own tests."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "documents"))
