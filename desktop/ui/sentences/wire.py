"""What is said of servers, of the way to them, and of what they answer."""

from __future__ import annotations

from desktop.i18n import mark
from desktop.ui.sentences.case import Case

CONNECTION = {
    "ApiError": Case((mark("The request did not succeed. Try again; the details may say more."),), ("retry",)),
    "ConnectionFailed": Case(
        (mark("No connection to {host}. Check that you are online and that the server is running."),),
        ("retry", "open_settings"),
    ),
    "HostNotFound": Case(
        (mark("{host} was not found. Check that you are online, and the address of the account."),),
        ("retry", "open_settings"),
    ),
    "ProxyFailed": Case(
        (
            mark(
                "The proxy did not let the request through. "
                "Check its address, user and password under “Advanced” in the account."
            ),
        ),
        ("open_settings", "retry"),
    ),
    "CertificateRejected": Case(
        (
            mark(
                "{host} could not prove who it is, so nothing was sent to it. Check the address and this computer's "
                "date; in a company's network, its own certificate may have to be installed."
            ),
        ),
        ("open_settings", "retry"),
    ),
    "ConnectionLost": Case(
        (mark("The connection broke before the answer was complete. What came is kept."),), ("continue", "retry")
    ),
    "ServerSilent": Case(
        (
            mark(
                "Nothing came from {host} for {seconds} s, so the request was given up. Try again, or raise the time "
                "limit under “Advanced” in the account."
            ),
            mark("Nothing came from {host} within the time limit of the account. Try again."),
        ),
        ("retry", "open_settings"),
    ),
    "ServerFailed": Case(
        (mark("The server had an error of its own; your message is not the reason. Try again in a moment."),),
        ("retry",),
    ),
    "ServerOverloaded": Case((mark("The server is busy. Try again in a moment."),), ("retry",)),
    "ReplyUnreadable": Case(
        (mark("The answer of {host} could not be read. Try again, or check the address of the account."),),
        ("retry", "open_settings"),
    ),
}

ACCOUNT = {
    "KeyMissing": Case(
        (mark("The server wants an API key, and this account has none. Add it in the settings."),), ("open_settings",)
    ),
    "KeyInvalid": Case(
        (
            mark(
                "The API key has characters in it that no key can have, such as a space or a curly quote. "
                "Copy it afresh and replace it in the settings."
            ),
        ),
        ("open_settings",),
    ),
    "KeyRejected": Case(
        (
            mark(
                "The server did not accept the API key: it may be mistyped, expired or used up. "
                "Check it in the settings."
            ),
        ),
        ("open_settings", "retry"),
    ),
    "QuotaExhausted": Case(
        (mark("There is no credit left on this account or key. Top up, then try again."),), ("top_up", "retry")
    ),
    "QuotaExhausted before the answer": Case(
        (mark("Your credit does not cover the longest answer asked for. Top up, or ask for a shorter one."),),
        ("top_up", "change_max_tokens"),
    ),
    "UpstreamUnfunded": Case(
        (
            mark(
                "The service has no credit left with its own provider; your balance is not the reason. "
                "Try again later, or pick another model."
            ),
        ),
        ("retry", "pick_model"),
    ),
    "AccessDenied": Case(
        (
            mark(
                "The server does not allow this: the key may not use the model, or not from here. "
                "Pick another model, or check the key."
            ),
        ),
        ("pick_model", "open_settings"),
    ),
    "AddressWrong": Case(
        (
            mark("What answers at {url} is no chat API. Check the address of the account; most of them end in /v1."),
            mark("What answers there is no chat API. Check the address of the account; most of them end in /v1."),
        ),
        ("open_settings",),
    ),
    "AddressWrong without /v1": Case(
        (mark("What answers at {url} is no chat API. Most addresses end in /v1; this one does not."),),
        ("open_settings",),
    ),
    "AddressWrong with a suggestion": Case(
        (mark("What answers at {url} is no chat API, but at {suggestion} there is one."),),
        ("use_v1_address", "open_settings"),
    ),
    "Redirected": Case(
        (
            mark(
                "The server sends requests on to {location}. Teahouse did not follow, because your key would go there. "
                "If you trust that place, make it the address of the account."
            ),
            mark(
                "The server sends requests on to another address. Teahouse did not follow, because your key would go "
                "there. Check the address of the account."
            ),
        ),
        ("open_settings",),
    ),
    "PlainHttpRefused": Case(
        (
            mark(
                "With http:// everybody on the way to {host} can read your key and your words, so nothing was sent. "
                "Use https://, or allow it in the account."
            ),
        ),
        ("allow_plain_http", "open_settings"),
    ),
    "HeaderInvalid": Case(
        (
            mark("The header “{name}” of this account cannot be sent. Correct it in the settings."),
            mark("A header of this account cannot be sent. Correct it in the settings."),
        ),
        ("open_settings",),
    ),
}

REQUEST = {
    "RateLimited": Case(
        (
            mark("Too many requests in a short time. Try again in {retry_after} s."),
            mark("Too many requests in a short time. Wait a moment, then try again."),
        ),
        ("retry",),
    ),
    "ModelNotFound": Case(
        (
            mark("The model “{model}” is not offered now. Pick another one."),
            mark("This model is not offered now. Pick another one."),
        ),
        ("pick_model",),
    ),
    "RequestRejected": Case(
        (mark("The server found something wrong with the request. Its own words are in the details."),),
        ("retry", "pick_model"),
    ),
    "ContextTooLong": Case(
        (
            mark(
                "This conversation is longer than the {limit} tokens that the model can read. "
                "Start a new conversation, or pick a model that reads more."
            ),
            mark(
                "This conversation is longer than the model can read. "
                "Start a new conversation, or pick a model that reads more."
            ),
        ),
        ("new_conversation", "pick_model"),
    ),
    "MaxTokensTooLarge": Case(
        (mark("The longest answer asked for is more than the model can write. Lower it, then try again."),),
        ("change_max_tokens", "retry"),
    ),
    "MaxTokensTooLarge with a limit": Case(
        (mark("The model writes {limit} tokens at most. Lower the longest answer, then try again."),),
        ("lower_max_tokens", "change_max_tokens"),
    ),
    "ReasoningRejected": Case(
        (
            mark(
                "The server did not take the earlier reasoning as it was sent. Try again, or change "
                "“Earlier reasoning” under “Advanced” in the account."
            ),
        ),
        ("retry", "open_settings"),
    ),
    "ContentRefused": Case(
        (mark("The provider's content filter refused this. Say it in other words, or start a new conversation."),),
        ("new_conversation",),
    ),
}

REPLY = {
    "ReplyIncomplete": Case(
        (mark("This answer ended early and may be incomplete. What came is kept."),), ("continue", "retry")
    ),
    "ReplyEmpty": Case(
        (mark("The model ended without a word. Try again, or put the question differently."),), ("retry",)
    ),
    "OnlyReasoning": Case(
        (mark("The model reasoned, but gave no answer. Try again, or let it continue."),), ("retry", "continue")
    ),
    "FilteredReply": Case((mark("The provider's content filter cut this answer. What came is kept."),), ("retry",)),
    "UpstreamExhausted": Case(
        (mark("The provider ran out of capacity in the middle of this answer. What came is kept; try again later."),),
        ("continue", "retry"),
    ),
    "ProgramEnded": Case(
        (mark("Teahouse ended while this answer was being written. What came is kept."),), ("continue", "retry")
    ),
}
