"""Accounts of an economy: input-output tables with satellites and facts, over years, from many sources."""
