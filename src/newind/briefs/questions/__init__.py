"""Questions about one economy and their answers as tables: what the commands of the systems and the pages show."""
