"""Pure: brat standoff, as archives of pairs of files."""
