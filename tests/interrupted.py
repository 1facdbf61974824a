"""Ctrl-C in the middle of a solve."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from newind.kernels.anderson import Anderson


@contextmanager
def interrupted_at(count: int) -> Iterator[None]:
    """Let a step of the acceleration, counted from 1, be interrupted in the block, which must come to it."""
    steps, step = [], Anderson.step

    def interrupted(self: Anderson, *given: object) -> object:
        steps.append(given)
        if len(steps) == count:
            raise KeyboardInterrupt
        return step(self, *given)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Anderson, "step", interrupted)
        with pytest.raises(KeyboardInterrupt):
            yield
    assert len(steps) == count
