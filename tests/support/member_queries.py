"""How many queries a page of a member takes before its own."""

from django.db import connection

# Session, account and permissions; PostgreSQL reads them in one statement.
OF_MEMBER = 1 if connection.vendor == "postgresql" else 3
