"""The press room: what is stale, what is late, what failed, and a retry."""
