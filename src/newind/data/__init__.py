"""How accounts come to be: readers, sources, shipped sets, own figures joined to them, templates, later years."""
