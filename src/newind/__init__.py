"""newind: new industrialization made computable."""
