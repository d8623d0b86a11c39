"""Pure: annotations in the formats of other programs, a module or package for each."""
