"""Conversations as files: `export` names and writes them, `markdown`, `json_format` and `html` say what is in them."""
