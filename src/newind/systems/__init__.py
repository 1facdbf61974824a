"""What is measured and diagnosed: six characteristics and four systems (S1 to S4)."""
