"""The report of an index: its ranking with intervals, its charts, what was done and what is not known, on one page."""
