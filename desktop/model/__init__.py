"""What a conversation is: frozen records and pure functions, known to every other room and knowing none."""
