"""Markdown files, with or without front matter."""
