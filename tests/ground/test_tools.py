"""What other tests read papers with is here. Missing, it fails: a paper nobody looked at is untested."""

from __future__ import annotations

import shutil

import pytest


@pytest.mark.parametrize("tool", ["pdffonts", "pdftoppm", "pdftotext"])
def test_poppler_is_installed(tool: str) -> None:
    assert shutil.which(tool), f"{tool} is missing: run `make setup-tests` (Debian: poppler-utils)"
