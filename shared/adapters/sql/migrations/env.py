"""Run by Alembic: applies an owner's versions on the connection that `migrate` passes in, in its transaction."""

from alembic import context

# SQLite's DDL is transactional too, as long as the driver does not commit behind our back (engine.py).
context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
