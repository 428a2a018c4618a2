"""A lost stick tells nothing: no name, no answer, no photo, in no encoding."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from sync_world import Laptop, stick_files
from told_secrets import SECRETS, carry, opens, payload, spellings, told

from fieldaudit.wire.blobs import BLOB_MAGIC
from fieldaudit.wire.segments import SEGMENT_MAGIC


@pytest.fixture
def lost_stick(city: Callable[..., list[Laptop]], stick: Path) -> Path:
    """A stick that carries a day's work."""
    (here,) = city(1)
    carry(here, stick)
    return stick


def test_nothing_on_a_stick_contains_a_name_or_an_answer_in_any_encoding(lost_stick: Path) -> None:
    assert all(told(spelling) for secret in SECRETS for spelling in spellings(secret))
    for name, data in stick_files(lost_stick).items():
        assert name.isascii() and not told(name.encode()) and not told(data), name


def test_no_object_on_a_stick_opens_as_an_archive_a_picture_or_a_database(lost_stick: Path) -> None:
    assert opens(gzip.compress(b"x")) == "gzip" and opens(zstandard.ZstdCompressor().compress(b"x")) == "zstd"
    for name, data in stick_files(lost_stick).items():
        assert opens(data) is None, name
        if name.startswith(("segments", "blobs")):
            assert data.startswith((SEGMENT_MAGIC, BLOB_MAGIC))
            assert opens(payload(data)) is None, name
