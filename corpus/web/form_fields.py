"""Pure: the fields of the desk's forms that a page fills in itself."""

# No one typed them, so they are not shown with the input of a form that was not saved.
MACHINE_FIELDS = frozenset(
    "csrfmiddlewaretoken version into_version revision key prefix suffix start end piece at "
    "article ask_near confirm digest do near_name near_seen next post preview shown then".split()
)
