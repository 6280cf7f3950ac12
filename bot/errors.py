"""Everything that can go wrong on the read side. What is expected, a refusal above all, is a value and not an error.

BotError
├── ConfigurationError   a setting names something that is not there
├── QuestionError        the question cannot be taken; the message is for the member
└── ChatError            the chat model gave no answer
    ├── ChatUnreachable  no connection, or the provider is down
    ├── ChatRejected     wrong key, unknown model, or a request the provider refuses
    ├── ChatBusy         the provider asks to slow down
    └── ChatTimeout      no complete answer in time
"""


class BotError(Exception):
    """Base of all errors of this package."""


class ConfigurationError(BotError):
    """A setting cannot be used; the message is for the operator."""


class QuestionError(BotError):
    """The question cannot be taken; the message is for the member."""


class ChatError(BotError):
    """The chat model gave no answer."""


class ChatUnreachable(ChatError):
    """The provider cannot be reached, or answers that it is down."""


class ChatRejected(ChatError):
    """The provider refuses the request: key, model or content."""


class ChatBusy(ChatError):
    """The provider limits the rate."""


class ChatTimeout(ChatError):
    """The model did not finish in time."""
