"""Everything that can go wrong in an evaluation. What goes wrong with one question is a value: the outcome's status.

EvalError
├── JournalMissing    there is no journal to take questions from
├── JudgeMissing      the judge's package is not installed
├── QuestionSetError  a question set cannot be read, or names what the archive does not hold
└── ResultError       a stored result cannot be read, or cannot be compared with another
"""


class EvalError(Exception):
    """Base of all errors of this package; its message is fit for the maintainer to read."""


class JournalMissing(EvalError):
    """The data folder holds no journal."""


class JudgeMissing(EvalError):
    """The package that judges is not installed, or does not work with the others."""


class QuestionSetError(EvalError):
    """The set of questions is not in order; the message names file and line."""


class ResultError(EvalError):
    """A stored result cannot be used."""
