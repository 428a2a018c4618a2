"""The codec: the exact bytes of everything that is signed, sealed or travels.

Owns encodings, signatures and encryption; `docs/format.md` is its specification. Must not know: the clock,
the disk, the network, SQL, or any rule of the trade. Randomness (keys, salts, nonces) is passed in as bytes;
HPKE alone draws its own ephemeral key.
"""
