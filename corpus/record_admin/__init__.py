"""The admin of all records: Actions, versions, soft deletion."""
