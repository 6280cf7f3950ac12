"""The words the bot says."""

ENGLISH = {
    "ask.opening": "The archive is being opened. Your question is kept.",
    "ask.searching": "Searching the archive…",
    "ask.writing": "Writing…",
    "ask.interrupted": "The bot was stopped before this answer was finished. Please ask again in a minute.",
    "answer.sources": "Sources",
    "answer.nearest": "Nearest in the archive",
    "answer.unknown": "source and date unknown",
    "error": "Something went wrong. Nothing you did; please tell the server's administrators this number: {id}",
}
