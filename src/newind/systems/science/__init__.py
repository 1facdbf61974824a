"""System 1: science and technology that an economy can rely on, and what it depends on others for."""
