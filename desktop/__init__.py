"""Teahouse: a fast, native desktop chat client for OpenAI-compatible APIs."""

APP_NAME = "Teahouse"
APP_ID = "teahouse"  # names the keyring service, the desktop file and the platform directories
__version__ = "0.1.0"
