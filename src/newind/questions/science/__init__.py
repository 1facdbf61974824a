"""System 1, science and technology: findings, answers and section of the brief."""
