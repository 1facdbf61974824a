"""System 2, manufacturing: findings, answers and section of the brief."""
