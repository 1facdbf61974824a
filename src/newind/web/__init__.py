"""The cockpit: an API of what the command line does, jobs for what takes longer, and the pages that use it."""
