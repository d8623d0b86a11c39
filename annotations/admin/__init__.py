from annotations.admin.claims import ClaimAdmin
from annotations.admin.origins import OriginAdmin
from annotations.admin.passages import PassageAdmin
from annotations.admin.tags import TagAdmin

__all__ = ["ClaimAdmin", "OriginAdmin", "PassageAdmin", "TagAdmin"]
