"""Turn what the person wants into calls of model, store and api, and tell the views what changed. Qt Core only."""
