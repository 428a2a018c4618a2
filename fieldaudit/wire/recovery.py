"""The recovery file: the bureau's key and all scope keys under one passphrase.

Owns its bytes. Whoever has the file and the passphrase *is* the bureau. Must not know where it is kept.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..domain.core import Scope
from ..errors import Damaged
from .canon import INT_MAX, KEY_SIZE, canonical, from_hex, malformed_as, parsed_exactly, require, rows, shaped, within
from .keys import BureauKey, ScopeKey
from .passphrase import SCRYPT_N, unwrap_with_passphrase, wrap_with_passphrase

_KIND = "recovery/1"


def make_recovery(bureau: BureauKey, scope_keys: Sequence[ScopeKey], passphrase: str, salt16: bytes,
                  nonce12: bytes, n: int = SCRYPT_N) -> bytes:
    """The recovery file. `salt16` and `nonce12` are new random bytes. Raises BadInput (empty passphrase)."""
    ordered = sorted(scope_keys, key=lambda key: (key.scope, key.epoch))
    secret = canonical({"bureau": bureau.to_bytes().hex(),
                        "scope_keys": [[key.scope, key.epoch, key.key.hex()] for key in ordered]})
    return canonical({"fieldaudit": _KIND,
                      "wrapped": wrap_with_passphrase(secret, passphrase, salt16, nonce12, n)})


def open_recovery(data: bytes, passphrase: str) -> tuple[BureauKey, list[ScopeKey]]:
    """The bureau's key and the scope keys. Raises NotAllowed (wrong passphrase) or Damaged."""
    with malformed_as(Damaged, "recovery"):
        fields = shaped(parsed_exactly(data), {"fieldaudit": str, "wrapped": dict})
        require(fields["fieldaudit"] == _KIND, "这不是恢复文件。", "This is not a recovery file.")
        secret = shaped(parsed_exactly(unwrap_with_passphrase(fields["wrapped"], passphrase)),
                        {"bureau": str, "scope_keys": list})
        bureau = BureauKey.from_seed(from_hex(secret["bureau"], KEY_SIZE, "bureau"))
        return bureau, [_scope_key_of(*row) for row in rows(secret["scope_keys"], int, int, str)]


def _scope_key_of(scope: int, epoch: int, key: str) -> ScopeKey:
    return ScopeKey(Scope(within(scope, 0, INT_MAX, "scope")), within(epoch, 1, INT_MAX, "epoch"),
                    from_hex(key, KEY_SIZE, "scope key"))
