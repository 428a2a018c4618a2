"""The functions an expression may call: one table, `FUNCTIONS`, in the order they are documented. Computes nothing.

Spec: getodk.github.io/xforms-spec, "XPath Functions"; docs.getodk.org "Form Operators and Functions" and
XLSForm.org for names used there.

A function that is not here is a named fault when a form is loaded, never a surprise at run time.
"""

from __future__ import annotations

from types import MappingProxyType

from . import (  # noqa: F401  (they register)
    chance,
    coding,
    geography,
    moments,
    nodesets,
    numbers,
    selects,
    strings,
    truth,
    xmlnodes,
)
from .registry import Function, registry

FUNCTIONS: MappingProxyType[str, Function] = MappingProxyType(registry)
