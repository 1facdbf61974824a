"""The server begins without what only jobs need: it would take seconds before the first page shows."""

from __future__ import annotations

import subprocess
import sys

HEAVY = (
    "docx",
    "typst",
    "xlsxwriter",
    "pandas",
    "scipy.optimize",
    "python_calamine",
    "SALib",
    "newind.documents.build",
)
SCRIPT = f"""
import sys
from fastapi.testclient import TestClient
from newind.web.app import create_app
from newind.web.settings import Settings
with TestClient(create_app(Settings(workers=0)), "http://127.0.0.1") as client:
    assert client.get("/api/v1/catalog").status_code == 200
print(*(name for name in {HEAVY} if name in sys.modules))
"""


def test_the_first_answer_needs_nothing_that_only_jobs_need():
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []
