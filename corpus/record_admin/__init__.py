"""What the admin does for every kind of record: actions, versions, soft deletion, history."""
