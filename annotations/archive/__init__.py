"""The whole desk as one open file, and a desk from such a file."""
