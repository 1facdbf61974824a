"""Answers to the questions of the API, as plain data: no server in here, so it runs in any process."""
