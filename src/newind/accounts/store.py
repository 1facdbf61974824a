"""Save and load accounts: one ``.npz`` file of arrays and a JSON member, no pickle, written whole or not at all."""

from __future__ import annotations

import io
import json
import logging
import lzma
import math
import os
import re
import struct
import tempfile
import tokenize
import zipfile
import zlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from newind.accounts.accounts import Accounts, to_json
from newind.accounts.regions import Region, Regions
from newind.accounts.satellite import Fact, Facts, Satellite
from newind.errors import BilingualMessage, DataError, NewindError, in_chinese, tell, within

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from os import PathLike

    import pandas as pd

    from newind.typing import Array

SCHEMA_VERSION = 1
META = "newind.json"
CHECKSUM = "checksum"
"""Name under which a file keeps the hash of its accounts."""
HEAD, LINE = 65_536, re.compile(rb'^"?# checksum"?[,;\t]"?([0-9a-f]+)', re.MULTILINE)
"""How a csv carries it: among its first bytes, in a line of its own."""
FIRST_FORMAT = b"\x93NUMPY\x01\x00"
"""How a file of an array begins in the version that `save` writes."""
log = logging.getLogger(__name__)
_EPOCH = (1980, 1, 1, 0, 0, 0)
BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    OSError,
    EOFError,
    NotImplementedError,  # an unknown compression, as damaged headers claim
    RuntimeError,  # an encrypted member, likewise
    OverflowError,
    UnicodeDecodeError,
)
"""Exceptions that reading a damaged file can raise."""


ARMED = re.compile(r"^(?=[=+\-@\t\r\n＝＋－＠])|(?<=[;|\t\r\n])(?=[=+\-@＝＋－＠])")
"""Where spreadsheets take a text for a formula: at its beginning, and after what separates cells in their language."""


def escape_formulas(text: str) -> str:
    """Return a text that no spreadsheet runs as a formula, whatever it takes for the end of a cell.

    Examples
    --------
    >>> escape_formulas("=1+1"), escape_formulas("fBY"), escape_formulas("a;=1+1"), escape_formulas("C10-C12; x=1")
    ("'=1+1", 'fBY', "a;'=1+1", 'C10-C12; x=1')
    """
    return ARMED.sub("'", text)


def escape_cells(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame whose texts, with the names of rows and columns, no spreadsheet runs as a formula."""
    from pandas.api.types import is_numeric_dtype

    safe = frame.apply(lambda column: column if is_numeric_dtype(column) else column.map(_escape_cell))
    named: pd.DataFrame = safe.rename(index=_escape_cell, columns=_escape_cell)
    return named


def escape_row(cells: Iterable[Any]) -> list[Any]:
    """Return cells of which no spreadsheet runs a text as a formula."""
    return list(map(_escape_cell, cells))


def _escape_cell(cell: Any) -> Any:
    return escape_formulas(cell) if isinstance(cell, str) else cell


def write_whole(path: str | PathLike[str], write: Callable[[Path], object]) -> Path:
    """Write a file through a temporary neighbour, so that it appears whole or not at all.

    Parameters
    ----------
    path : path
        The file to write; its folder must exist.
    write : callable
        Called with the temporary path.

    Raises
    ------
    DataError
        When the folder does not exist or cannot be written.
    """
    target = Path(path)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=target.suffix, dir=target.parent)
    except OSError as error:
        raise _unwritable(target, error) from None
    os.close(handle)
    temporary = Path(name)
    try:
        write(temporary)
        temporary.chmod(0o644)
        temporary.replace(target)
    except OSError as error:
        raise _unwritable(target, error) from None
    except Exception as error:
        if isinstance(cause := error.args[0] if error.args else None, OSError):  # as XlsxWriter wraps it
            raise _unwritable(target, cause) from None
        raise
    finally:
        temporary.unlink(missing_ok=True)
    return target


def _unwritable(target: Path, error: OSError) -> DataError:
    why = error.strerror or error
    return DataError(tell("file.unwritten", path=target, error=why))


def save(w: Accounts, path: str | PathLike[str]) -> None:
    """Write accounts to an ``.npz`` file; the bytes depend on the accounts alone.

    Raises
    ------
    DataError
        When the name does not end in ``.npz`` or the folder cannot be written.
    """
    target = Path(path)
    if target.suffix != ".npz":
        raise DataError(f"{target}: accounts are saved as .npz. Name the file {target.with_suffix('.npz').name}.")
    write_whole(target, lambda temporary: _write(w, temporary))


def load(path: str | PathLike[str]) -> Accounts:
    """Read accounts that `save` wrote.

    Raises
    ------
    DataError
        When the file is not there, is truncated or corrupt, or was written by another version of the format.
    """
    source = Path(path)
    try:
        with zipfile.ZipFile(source) as archive:
            meta = _json(archive.read(META))
            _check_version(source, meta)
            arrays = {m.removesuffix(".npy"): _decode_array(archive.read(m)) for m in archive.namelist() if m != META}
    except FileNotFoundError:
        raise DataError(f"{source}: there is no such file. newind data list shows what is shipped.") from None
    except KeyError:
        raise DataError(tell("file.not_accounts", source=source, meta=META)) from None
    except BROKEN as error:
        raise DataError(tell("file.not_npz", source=source, error=error)) from None
    try:
        return check_hash(source, _build(meta, arrays), meta.get(CHECKSUM))
    except NewindError as error:
        raise DataError(within(source, error)) from None
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise DataError(tell("file.unfit", source=source, error=error)) from None


def check_hash(source: str | PathLike[str], w: Accounts, written: str | None) -> Accounts:
    """Return accounts that were read, if they are those that were written.

    A file of an older newind has no checksum; the log says so.

    Raises
    ------
    DataError
        When the checksum is that of other accounts.
    """
    if not written:
        log.info(tell("file.no_checksum", source=source))
    elif written != w.hash:
        raise DataError(tell("file.changed", source=source, found=w.hash[:12], written=str(written)[:12]))
    return w


def checksum_of(path: str | PathLike[str]) -> str:
    """Return the checksum that a file carries, empty where it has none: only newind writes one, to ``.npz`` and csv."""
    source = Path(path)
    if source.is_dir():
        return ""
    if zipfile.is_zipfile(source):
        with zipfile.ZipFile(source) as archive:
            return str(json.loads(archive.read(META)).get(CHECKSUM, "")) if META in archive.namelist() else ""
    with source.open("rb") as file:
        found = LINE.search(file.read(HEAD))
    return found[1].decode() if found else ""


def pack(array: Array) -> Array:
    """Return an array as int32 where that loses nothing (it is smaller and exact), else as it is."""
    whole = np.isfinite(array).all() and np.array_equal(array, np.rint(array)) and np.abs(array).max(initial=0) < 2**31
    return array.astype("<i4") if whole else array.astype("<f8")


def _write(w: Accounts, path: Path) -> None:
    meta = {"schema_version": SCHEMA_VERSION, CHECKSUM: w.hash, **w.labels()}
    meta |= {"repairs": [[said, in_chinese(said)] for said in w.repairs]} if w.repairs else {}
    with zipfile.ZipFile(path, "w") as archive:
        _member(archive, META, to_json(meta).encode())
        for name, array in w.arrays().items():
            buffer = io.BytesIO()
            np.lib.format.write_array(buffer, pack(array), allow_pickle=False)
            _member(archive, f"{name}.npy", buffer.getvalue())


def _member(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.external_attr = 0o644 << 16
    archive.writestr(info, data, zipfile.ZIP_DEFLATED, compresslevel=9)


def array_of(data: bytes) -> Array:
    """Return the array of a member of an archive; one that is none is raised as one of `BROKEN`."""
    try:
        return np.asarray(_decode_array(data), dtype=np.float64)
    except (ValueError, TypeError) as error:
        raise zipfile.BadZipFile(f"a member is not an array: {error}") from None


def _decode_array(data: bytes) -> Any:
    """Return the array of a member as it is stored: over the bytes themselves, which spares a copy."""
    try:
        start = 10 + int.from_bytes(data[8:10], "little")
        if data[:8] == FIRST_FORMAT and (found := _header(data[8:start])) is not None:
            shape, order, dtype = found
            return np.frombuffer(data, dtype, math.prod(shape), start).reshape(shape, order=order)
        return np.asarray(np.lib.format.read_array(io.BytesIO(data), allow_pickle=False), dtype=np.float64)
    except (ValueError, TypeError, SyntaxError, MemoryError, tokenize.TokenError) as error:
        raise zipfile.BadZipFile(f"a member is not an array: {error}") from None


@lru_cache(maxsize=64)
def _header(head: bytes) -> tuple[tuple[int, ...], Literal["C", "F"], np.dtype[Any]] | None:
    """Return shape, order and type of an array by the header of its file, None for what is not plain numbers."""
    shape, columns_first, dtype = np.lib.format.read_array_header_1_0(io.BytesIO(head))
    plain = dtype.kind in "iufb" and min(shape, default=1) > 0
    return (shape, "F" if columns_first else "C", dtype) if plain else None


def _json(data: bytes) -> Any:
    try:
        return json.loads(data)
    except ValueError as error:  # also a number of thousands of digits, which is no JSONDecodeError
        raise zipfile.BadZipFile(f"a member is not JSON: {error}") from None


def _check_version(path: Path, meta: Any) -> None:
    version = meta.get("schema_version") if isinstance(meta, dict) else None
    if version != SCHEMA_VERSION:
        raise DataError(tell("file.version", path=path, version=version, known=SCHEMA_VERSION))


def _build(meta: dict[str, Any], arrays: dict[str, Array]) -> Accounts:
    return Accounts(
        Z=arrays["Z"],
        Y=arrays["Y"],
        regions=Regions(Region(*row) for row in meta["regions"]),
        industries=tuple(meta["industries"]),
        demand=tuple(meta["demand"]),
        year=meta["year"],
        unit=meta["unit"],
        satellites={
            k: Satellite(arrays[f"satellite.{k}"], arrays.get(f"final.{k}"), unit, status, follows, source)
            for k, (unit, status, follows, source) in meta["satellites"].items()
        },
        boundary=tuple(meta["boundary"]),
        facts=Facts(
            {
                k: Fact(arrays[f"fact.{k}"], unit, status, source, combine, follows)
                for k, (unit, status, combine, source, follows) in meta["facts"].items()
            }
        ),
        scenario=meta["scenario"],
        status=meta["status"],
        source=meta["source"],
        repairs=tuple(BilingualMessage(*said) for said in meta.get("repairs", ())),
    )
