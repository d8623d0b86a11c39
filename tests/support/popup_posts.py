"""What the popup of the reading page posts."""


def send_selection(client, article, headers=None, **fields):
    """Post what the popup posts for a selection of `quote`."""
    quote = fields.setdefault("quote", "dawn")
    if "start" not in fields:
        fields["start"] = article.text.index(quote)
    if "end" not in fields:
        fields["end"] = fields["start"] + len(quote)
    fields.setdefault("revision", 1)
    return client.post(f"/articles/{article.public_id}/passages/", fields, headers=headers)
