"""S4: domestic and international circulation and the division of labour."""
