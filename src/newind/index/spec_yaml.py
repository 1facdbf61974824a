"""Specifications as YAML files: read with the place of every mistake, and written to be read again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.errors import DataError, NewindError, within
from newind.index.specification import Spec, keys_at
from newind.policy.yaml_file import FileKind, PlacedData, text_of, validate_text

if TYPE_CHECKING:
    from pathlib import Path

SPEC = FileKind(
    "a specification", "It has the keys elements and recipe; newind index spec new-industrialization shows one.",
    Spec, keys_at, error=DataError,
)  # fmt: skip


def read(path: Path) -> Spec:
    """Read a specification from a YAML file.

    Raises
    ------
    DataError
        Naming file, line and column of the first three mistakes.
    """
    return parse(text_of(path, "an index specification", DataError), str(path))


def parse(text: str | PlacedData, source: str) -> Spec:
    """Return the specification that a YAML text, or what it says, describes.

    Raises
    ------
    DataError
        Naming source, line and column of the first three mistakes, or what is wrong with its elements together.
    """
    _, spec = validate_text(text, source, SPEC, {"id": source.rpartition("/")[2].rpartition(".")[0]})
    try:
        _ = spec.tree
        for name in spec.views:
            _ = spec.apply_view(name).tree
    except NewindError as error:
        raise DataError(within(source, error)) from None
    return spec
