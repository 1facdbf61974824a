"""Policies and the inventory of them: answers, screening memo and section of the brief."""
