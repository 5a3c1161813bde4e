"""What every HTTP application shares: errors to RFC 9457, callers, answers with sorted keys, health, limits."""
