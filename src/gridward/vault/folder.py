"""The key folder: every key of this installation, apart from the database. Imported by settings, so no Django here."""

import base64
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path


def write_new(path: Path, text: str) -> None:
    """Create a private file whole, or leave the one that somebody else created first."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        return  # the other process won the race; both now read its key
    finally:
        draft.unlink()
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def secret_text(folder: Path, name: str) -> str:
    """A random text of this installation, made on first use and kept in the key folder."""
    path = folder / f"{name}.secret"
    if not path.exists():
        write_new(path, secrets.token_urlsafe(48))
    return path.read_text().strip()


@dataclass(frozen=True)
class Key:
    """One 256-bit key with its 8-byte id."""

    id: bytes
    secret: bytes


def key_of_scope(folder: Path, scope: str) -> Key:
    """The key of a scope (an operation, a community's search), made on first use."""
    path = folder / f"{scope}.key"
    if not path.exists():
        fresh = {"id": secrets.token_hex(8), "secret": base64.b64encode(secrets.token_bytes(32)).decode()}
        write_new(path, json.dumps(fresh))
    return read_key(path)


def read_key(path: Path) -> Key:
    """Read one key file; raises ValueError when it is damaged."""
    kept = json.loads(path.read_text())
    return Key(bytes.fromhex(kept["id"]), base64.b64decode(kept["secret"]))


def keys_by_id(folder: Path) -> dict[bytes, Key]:
    """Every key in the folder by its id."""
    return {key.id: key for key in map(read_key, sorted(folder.glob("*.key")))}
