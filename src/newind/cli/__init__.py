"""The command line: one module a command group; it asks, shows and writes, and computes nothing itself."""

from __future__ import annotations

from newind.cli.app import app, main

__all__ = ["app", "main"]
