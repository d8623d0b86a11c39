"""What can be done with passages that are selected on a list."""

from annotations.models import Claim, Stance, Tag

# Names that fields propose; others can be typed.
MAX_TAGS_PROPOSED, MAX_CLAIMS_PROPOSED = 300, 50


def selection_context(request):
    """The context of `_selected_passages.html`: what members may choose from."""
    if not request.user.has_perm("annotations.change_passage"):
        return {}
    tags = Tag.objects.standing().in_name_order().values_list("name", flat=True)
    claims = Claim.objects.present().newest_first().values_list("statement", flat=True)
    return {
        "known_tags": list(tags[:MAX_TAGS_PROPOSED]),
        "known_claims": list(claims[:MAX_CLAIMS_PROPOSED]),
        "stances": Stance.choices,
    }
