"""What a conversation is: frozen dataclasses and pure functions, known to every other room and knowing none."""
