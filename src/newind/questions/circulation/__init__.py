"""System 4, domestic and international circulation: findings, answers and section of the brief."""
