"""One bureau for each module of tests; every test makes its own inspections in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from office_world import Office, found


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with pytest.MonkeyPatch.context() as patch:
        made = found(tmp_path_factory.mktemp("bureau"), patch)
        try:
            yield made
        finally:
            made.workspace.close()
