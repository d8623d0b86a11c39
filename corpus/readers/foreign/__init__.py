"""Pure: reads files that other programs wrote, such as mails, each in a process of its own.

A reader is a module with `read(file, start)`, which yields `parts.Part`s; `isolation` runs it.
"""
