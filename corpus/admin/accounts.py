"""Accounts: deactivated, never deleted, so that a member's work keeps its author."""

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserCreationForm
from django.contrib.auth.models import Group, User

# Their admins delete permanently, and their lists show what was typed into the sign-in form.
admin.site.unregister([AccessAttempt, AccessFailureLog, AccessLog, Group, User])

ACTIVE_HELP = "Accounts are not deleted. Untick “active” when a member leaves, to block sign-in."


WITHOUT_GROUP_HELP = "The account may read what members read, and change nothing."


class AccountCreationForm(UserCreationForm):
    """A new account; one without a group must be asked for."""

    without_group = forms.BooleanField(required=False, help_text=WITHOUT_GROUP_HELP)

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("groups") and not cleaned.get("without_group"):
            self.add_error("groups", "Choose a group, or tick “without group”.")
        return cleaned


@admin.register(User)
class AccountAdmin(UserAdmin):
    add_form = AccountCreationForm
    add_fieldsets = [
        (None, {"fields": ["username", "password1", "password2", "groups", "without_group"]})
    ]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("Person", {"fields": ["first_name", "last_name", "email"]}),
        ("Access", {"fields": ["is_active", "groups"], "description": ACTIVE_HELP}),
        ("Dates", {"fields": ["last_login", "date_joined"]}),
    ]
    list_display = ["username", "first_name", "last_name", "member_of", "is_active", "last_login"]
    list_filter = ["is_active", "groups"]
    filter_horizontal = []
    readonly_fields = ["last_login", "date_joined"]
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        # No administrator can lock themselves out.
        return [*fields, "is_active", "groups"] if obj == request.user else fields

    def has_change_permission(self, request, obj=None):
        # Whoever can set a superuser's password can become a superuser.
        is_above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return not is_above and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="groups")
    def member_of(self, account):
        return ", ".join(group.name for group in account.groups.all())


@admin.register(Group)
class GroupAdmin(admin.ModelAdmin):
    """Read-only: the permissions of groups are set by migrations."""

    fields = ["name", "permitted"]
    readonly_fields = ["permitted"]

    @admin.display(description="permissions")
    def permitted(self, group):
        permissions = group.permissions.select_related("content_type")
        return "\n".join(sorted(permission.name for permission in permissions))

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
