"""Sealing and opening: AES-256-GCM, each value bound to the row and field it belongs to."""

import json
import secrets
from functools import cache
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from gridward.shared.problems import Problem, problem_code
from gridward.vault import folder

FORM = b"\x01"
KEY_ID_BYTES = 8
NONCE_BYTES = 12
NO_KEY = problem_code("vault.no_key", 503, "The key of this data is not in the key folder.")
BROKEN_SEAL = problem_code(
    "vault.broken_seal", 500, "A sealed value does not belong to this row or was changed."
)

Bundle = dict[str, Any]


@cache
def _key_of_scope(scope: UUID) -> folder.Key:
    return folder.key_of_scope(settings.GRIDWARD_KEYS, str(scope))


_ciphers: dict[bytes, AESGCM] = {}


def _cipher(key_id: bytes) -> AESGCM:
    if key_id not in _ciphers:
        found = folder.keys_by_id(settings.GRIDWARD_KEYS).get(key_id)
        if found is None:
            raise Problem(NO_KEY)
        _ciphers[key_id] = AESGCM(found.secret)
    return _ciphers[key_id]


def forget_keys() -> None:
    """Drop keys held in memory, as after destroying or replacing a key."""
    _key_of_scope.cache_clear()
    _ciphers.clear()


def _bound_to(entity: UUID, field: str) -> bytes:
    return f"{entity.hex}:{field}".encode()


def seal_bytes(scope: UUID, entity: UUID, field: str, plain: bytes) -> bytes:
    """Seal bytes under a scope's key for one field of one entity (not one table: versions share the seal)."""
    key = _key_of_scope(scope)
    nonce = secrets.token_bytes(NONCE_BYTES)
    return FORM + key.id + nonce + _cipher(key.id).encrypt(nonce, plain, _bound_to(entity, field))


def open_bytes(entity: UUID, field: str, sealed: bytes) -> bytes:
    """Open sealed bytes; raises vault.no_key, or vault.broken_seal when they were moved or altered."""
    sealed = bytes(sealed)
    head = 1 + KEY_ID_BYTES
    cipher = _cipher(sealed[1:head])
    try:
        return cipher.decrypt(
            sealed[head : head + NONCE_BYTES], sealed[head + NONCE_BYTES :], _bound_to(entity, field)
        )
    except InvalidTag as error:
        raise Problem(BROKEN_SEAL) from error


def seal(scope: UUID, entity: UUID, field: str, bundle: Bundle) -> bytes:
    """Seal a bundle of JSON values; an empty bundle is kept as empty bytes."""
    if not bundle:
        return b""
    plain = json.dumps(bundle, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return seal_bytes(scope, entity, field, plain)


def unseal(entity: UUID, field: str, sealed: bytes) -> Bundle:
    """Open a bundle; empty bytes are an empty bundle. Raises vault.no_key, vault.broken_seal."""
    if not sealed:
        return {}
    bundle: Bundle = json.loads(open_bytes(entity, field, sealed))
    return bundle
