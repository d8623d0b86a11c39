"""Pure: the fields of the desk's forms that a page fills in itself."""

# Nobody typed them: where a form could not be saved they are not shown with what was typed.
MACHINE_FIELDS = frozenset(
    "csrfmiddlewaretoken version into_version revision key prefix suffix start end piece at "
    "article ask_near confirm digest do near_name near_seen next post preview shown then".split()
)
