"""System 3, the green economy: findings, answers and section of the brief."""
