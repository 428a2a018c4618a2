"""The only place with SQL: schema, log, heads, projections, queries, keys at rest, the workspace folder.

Imports sqlcipher3 and lets sqlite-utils see it as `pysqlite3`: otherwise sqlite-utils would catch another
driver's exception classes than the ones our connections raise.
"""

import sys

import sqlcipher3

sys.modules.setdefault("pysqlite3", sqlcipher3)

from .store import Store  # noqa: E402
from .workspace import Workspace  # noqa: E402

__all__ = ["Store", "Workspace"]
