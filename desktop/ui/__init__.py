"""The window: Qt Widgets. Views hold no decisions; they ask controllers and show what these tell."""
