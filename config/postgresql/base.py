"""The PostgreSQL backend of the server; see config/postgresql/timeouts.py."""

from django.db.backends.postgresql import base

from config.postgresql.timeouts import reachability


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params):
        with reachability.connecting():
            return super().get_new_connection(conn_params)
