"""What pdfminer asks of `cryptography`, which is not pure Python: AES in CBC mode, done by the worker's ``aes.js``."""

from __future__ import annotations

from typing import Any

_BLOCK_BYTES = 16


class _AES:
    def __init__(self, key: bytes) -> None:
        if len(key) not in (16, 32):
            raise ValueError(f"Invalid key size ({len(key) * 8}) for AES.")
        self.key = key


class _CBC:
    def __init__(self, vector: bytes) -> None:
        if len(vector) != _BLOCK_BYTES:
            raise ValueError("Invalid IV size for CBC.")
        self.vector = vector


class algorithms:  # noqa: N801
    """The algorithms, of which PDF has one."""

    AES = _AES


class modes:  # noqa: N801
    """The modes, of which pdfminer uses one."""

    CBC = _CBC


class Cipher:
    """An algorithm in a mode."""

    def __init__(self, algorithm: _AES, mode: _CBC, backend: Any = None) -> None:
        self._algorithm, self._mode = algorithm, mode

    def encryptor(self) -> _Context:
        """Return what encrypts."""
        return _Context(self._algorithm.key, self._mode.vector, False)

    def decryptor(self) -> _Context:
        """Return what decrypts."""
        return _Context(self._algorithm.key, self._mode.vector, True)


class _Context:
    def __init__(self, key: bytes, vector: bytes, decrypts: bool) -> None:
        self._key, self._vector, self._decrypts = key, vector, decrypts
        self._left = 0

    def update(self, data: bytes) -> bytes:
        """Return what whole blocks become; pdfminer calls this once."""
        from page import aes_cbc
        from pyodide.ffi import to_js

        self._left = len(data) % _BLOCK_BYTES
        blocks = bytes(data[: len(data) - self._left])
        done = aes_cbc(to_js(self._key), to_js(self._vector), to_js(blocks), self._decrypts)
        return done.to_bytes()

    def finalize(self) -> bytes:
        """Raise `ValueError` where there was no whole number of blocks."""
        if self._left:
            raise ValueError("The length of the provided data is not a multiple of the block length.")
        return b""
