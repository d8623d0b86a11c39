"""Annotations out to files of any format and in from them: records of `formats` and models."""
