"""What Alembic runs.

The connection comes from `data.migrations.upgrade`, and so does the transaction, so that
an upgrade happens whole or not at all.
"""

from __future__ import annotations

from alembic import context

from data.database.tables import METADATA

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=METADATA, transactional_ddl=False)
context.run_migrations()
