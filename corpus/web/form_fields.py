"""Pure: the form fields that are filled in by pages, not by people."""

# They are not shown when a page repeats the input of an unsaved form.
MACHINE_FIELDS = frozenset(
    "csrfmiddlewaretoken version into_version revision key prefix suffix start end piece at "
    "article ask_near changes confirm digest do near_name near_seen next post preview seen shown "
    "take then ask_same same_seen author left_revision right_revision pair proposal".split()
)
