"""Specifications as YAML files: read with the place of every mistake, and written to be read again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pydantic import ValidationError

from newind.errors import DataError, NewindError
from newind.index.specification import Spec, keys_at
from newind.policy.mistakes import mistakes, refuse
from newind.policy.yaml_file import at, parsed_node, place, plain, text_of

if TYPE_CHECKING:
    from pathlib import Path

LAYOUT = "It has the keys elements and recipe; newind index spec new-industrialization shows one."


def read(path: Path) -> Spec:
    """Read a specification from a YAML file.

    Raises
    ------
    DataError
        Naming file, line and column of the first three mistakes.
    """
    return parse(text_of(path, "an index specification", DataError), str(path))


def parse(text: str, source: str) -> Spec:
    """Return the specification that a YAML text describes.

    Raises
    ------
    DataError
        Naming source, line and column of the first three mistakes, or what is wrong with its elements together.
    """
    node = parsed_node(text, source, DataError)
    if not isinstance(node, Mapping):
        raise DataError(f"{source}:1:1: not a specification. {LAYOUT}")
    try:
        spec = Spec.model_validate({"id": source.rpartition("/")[2].rpartition(".")[0]} | plain(node))
    except ValidationError as error:
        found = sorted(mistakes(error, keys_at), key=lambda m: at(node, m))
        raise refuse(found, lambda m: f"{source}:{place(node, m)}", source, DataError) from None
    try:
        _ = spec.tree
        for name in spec.views:
            _ = spec.viewed(name).tree
    except NewindError as error:
        raise DataError(f"{source}: {error}") from None
    return spec
