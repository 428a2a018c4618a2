"""The suite's own watch (tests/conftest.py) fails a test that passes but leaves something behind."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = '''
import logging, threading, warnings
from fieldaudit.i18n import set_language, tr

def test_quiet():
    done = threading.Thread(target=int)
    done.start()
    set_language("en")

def test_starts_in_chinese():
    assert str(tr("zh", "en")) == "zh"

def test_thread():
    threading.Thread(target=threading.Event().wait, daemon=True).start()

def test_log():
    logging.getLogger("fieldaudit.store").warning("half a page written")

def test_warning():
    warnings.warn("soon gone", DeprecationWarning)
'''


@pytest.mark.slow
def test_a_thread_a_warning_log_or_a_warning_fails_its_test_and_no_other(tmp_path: Path) -> None:
    sample = tmp_path / "test_sample.py"
    sample.write_text(SAMPLE, encoding="utf-8")
    report = subprocess.run(
        [sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml"), "-p", "conftest", str(sample)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT / "tests")},
        stdout=subprocess.PIPE,
        text=True,
    ).stdout
    bad = set(re.findall(r"^(?:FAILED|ERROR) \S+::(\w+)", report, re.MULTILINE))
    assert bad == {"test_thread", "test_log", "test_warning"}, report
