"""Parts of `broadsheet comments`, a file for each thing that they are about."""
