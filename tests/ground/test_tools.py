"""What other tests read papers and break the system with is here. Missing, it fails: what nobody tried is untested."""

from __future__ import annotations

import shutil

import pytest


@pytest.mark.parametrize(
    ("tool", "package"),
    [
        ("pdffonts", "poppler-utils"),
        ("pdftoppm", "poppler-utils"),
        ("pdftotext", "poppler-utils"),
        ("openssl", "openssl"),
        ("strace", "strace"),
        ("fiu-run", "fiu-utils"),
    ],
)
def test_a_tool_of_the_tests_is_installed(tool: str, package: str) -> None:
    assert shutil.which(tool), f"{tool} is missing: run `make setup-tests` (Debian: {package})"
