"""The commands that run without a window. Each takes the opened `Program` and its options, returns the exit code."""
