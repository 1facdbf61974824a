"""pymrio reads the same figures from a workbook in the publisher's layout."""

from __future__ import annotations

from pathlib import Path

import pytest
from numpy.testing import assert_allclose
from peer import peer

import newind as ni
from wiot_layout import Layout

pymrio = peer("pymrio")
pytestmark = pytest.mark.peer


@pytest.mark.filterwarnings("ignore:The default engine for reading 'xlsx' files")
@pytest.mark.filterwarnings("ignore:.*not found - (SEA-)?Extension not included")
def test_wiod_parser(tmp_path: Path) -> None:
    path = Layout().write(tmp_path)
    theirs, ours = pymrio.parse_wiod(path, names="c_codes"), ni.read(path)
    assert list(theirs.Z.index) == [(r.replace("ROW", "RoW"), i) for r in ours.regions for i in ours.industries]
    assert list(theirs.Y.columns) == [(r.replace("ROW", "RoW"), d) for r in ours.regions for d in ours.demand]
    assert_allclose(ours.Z, theirs.Z.to_numpy(), rtol=1e-14)
    assert_allclose(ours.Y, theirs.Y.to_numpy(), rtol=1e-14)
