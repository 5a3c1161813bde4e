"""Units: created, renamed, moved, closed, facts about them. Their state is the shared organisation (shared/tree)."""
