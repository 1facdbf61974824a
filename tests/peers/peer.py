"""How a test reaches another program: absent it is skipped, but an error where the peers are said to be installed."""

from __future__ import annotations

import importlib
import os
from types import ModuleType

import pytest


def peer(name: str) -> ModuleType:
    """Import a peer; with NEWIND_PEERS=1 a missing one fails."""
    if os.environ.get("NEWIND_PEERS"):
        return importlib.import_module(name)
    return pytest.importorskip(name, reason=f"{name} is installed by the group `peers`")
