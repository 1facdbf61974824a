"""S3: the green, low-carbon and circular economy."""
