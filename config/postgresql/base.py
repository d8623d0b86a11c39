"""PostgreSQL as the desk's server opens it: see config/postgresql/patience.py."""

from django.db.backends.postgresql import base

from config.postgresql.patience import reach


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params):
        with reach.trying():
            return super().get_new_connection(conn_params)
