"""Pure: reads references, which tell the facts of texts and name their files."""
