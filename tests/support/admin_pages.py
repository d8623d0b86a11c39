"""Uses the admin as an editor's browser does."""

from django.urls import reverse

from tests.support.pages import form_values


def page_of(row, page="change"):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}", args=[row.pk])


def page_for(model, page="changelist"):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}")


def opened(client, address):
    """The initial values of the form at an address."""
    model_name = address.strip("/").split("/")[2]
    return form_values(client.get(address), f"{model_name}_form")


def fill(client, address, **typed):
    """Open a form, fill it in, submit it; `typed` values are strings, or lists of them."""
    return client.post(address, opened(client, address) | typed)


def add_part(client, address, prefix, **typed):
    """Open a form, add a row to the inline with this prefix, submit it."""
    values = opened(client, address)
    number = int(values[f"{prefix}-TOTAL_FORMS"][0])
    new = {f"{prefix}-{number}-{name}": value for name, value in typed.items()}
    return client.post(address, values | {f"{prefix}-TOTAL_FORMS": number + 1} | new)


def run_action(client, rows, action, query="", **confirmed):
    address = page_for(type(rows[0])) + query
    chosen = {"action": action, "_selected_action": [row.pk for row in rows]}
    return client.post(address, chosen | confirmed)


def errors_of(response):
    """The error messages of a refused form, including its inlines."""
    errors = response.context["errors"]
    return [message for found in errors for message in _flat(found)]


def _flat(found):
    return [found] if isinstance(found, str) else [str(message) for message in found]
