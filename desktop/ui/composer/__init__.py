"""Where a message is written: the editor, the model beside it, and one round button."""
