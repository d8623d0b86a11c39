"""The PostgreSQL backend of the server; see config/postgresql/timeouts.py."""

from django.db.backends.postgresql import base

from config.postgresql.timeouts import reachability


class DatabaseWrapper(base.DatabaseWrapper):
    # Transactions that were saved, for config/unavailable.py.
    commits = 0

    def _commit(self):
        super()._commit()
        self.commits += 1

    def get_new_connection(self, conn_params):
        with reachability.connecting():
            return super().get_new_connection(conn_params)
