"""What admissions keeps outside itself: its database's migrations, tables and statements."""
