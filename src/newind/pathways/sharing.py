"""One copy of large arrays for all processes of a machine: written to a file once, mapped into memory by each."""

from __future__ import annotations

import mmap
import pickle
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

SMALL = 16_384
"""Bytes up to which an array travels with the object rather than in the file."""
ALIGNED = 64
"""Bytes at whose multiples arrays begin, as linear algebra likes them."""


@dataclass(frozen=True)
class ArrayFile:
    """An object whose large arrays lie in a file.

    Parameters
    ----------
    pickled : bytes
        The object without them.
    path : str
        The file.
    places : tuple of (int, int)
        Where each array begins in it, and its bytes.
    """

    pickled: bytes
    path: str
    places: tuple[tuple[int, int], ...]

    def unpack_object(self) -> Any:
        """Return the object; its large arrays are read-only views of the file, shared with all that do so."""
        if not self.places:
            return pickle.loads(self.pickled)
        with open(self.path, "rb") as file:  # noqa: PTH123 - mmap takes its number
            mapped = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        return pickle.loads(self.pickled, buffers=[mapped[at : at + size] for at, size in self.places])


def pack_object(value: Any, path: Path) -> ArrayFile:
    """Write the large arrays of an object (those of its parts, too) to a file, and return the rest.

    Parameters
    ----------
    value : object
        What pickles: a partial of a public function with accounts, for example.
    path : Path
        The file, which is written only where there is a large array.

    Raises
    ------
    pickle.PicklingError, AttributeError, TypeError
        For what does not pickle.
    """
    large: list[memoryview] = []

    def apart(buffer: pickle.PickleBuffer) -> bool:
        raw = buffer.raw()
        if raw.nbytes > SMALL:
            large.append(raw)
        return raw.nbytes <= SMALL

    pickled = pickle.dumps(value, protocol=5, buffer_callback=apart)
    if not large:
        return ArrayFile(pickled, str(path), ())
    places = []
    with path.open("wb") as file:
        for raw in large:
            file.write(bytes(-file.tell() % ALIGNED))
            places.append((file.tell(), raw.nbytes))
            file.write(raw)
    return ArrayFile(pickled, str(path), tuple(places))
