"""Briefs of a few sheets: blocks that fill pages which must not overflow, set as a page, a PDF and a Word file."""
