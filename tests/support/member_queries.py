"""How many queries a page of a member takes before its own."""

from django.db import connection

# Session, account and permissions; PostgreSQL reads the last two in one statement.
OF_MEMBER = 2 if connection.vendor == "postgresql" else 3
