"""Whether checked sentences answer the question that was asked: the last doubt before they are told."""

from dataclasses import dataclass

from bot.asked import kind_asked, strangers, tells
from bot.chat import Chat
from bot.evidence import Source
from bot.prompt import build_checks
from bot.verifier import Checked

# The odds that the quotations answer the question, times those that the answer is one, as the model sees them. Chosen
# on its answers to the 142 demo questions of the dev half, where .51 of the answerable ones are answered right, .38 are
# refused, and .04 of the others are answered. At 10: .54, .34, .06; at 30: .46, .47, .02.
LEAST_ODDS = 13.0
"""Of what the model answers."""
# Chosen on those questions and on 140 of the SQuAD 2.0 slice, half of them unanswerable: of all 163 answerable ones
# they answer 5 right, and of the 119 others 1. At 24: 9 and 3, all of these of SQuAD.
LEAST_ODDS_OF_QUOTATIONS = 33.0
"""Of quotations alone, where its answer is not accepted."""
_NEVER_CERTAIN = 1e-6


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges what may be the answer to one question."""

    chat: Chat
    asked: str
    """What the member wrote."""
    question: str
    """The same, standing by itself."""
    sources: list[Source]

    async def accepts(self, checked: list[Checked], least: float, untold: bool = True) -> bool:
        """Whether the sentences fit, and the model says at such odds that they are the answer."""
        return self.fits(checked) and await self.is_sure(checked, least, untold)

    def fits(self, checked: list[Checked]) -> bool:
        """Whether the sentences can be an answer: they tell the time or amount that is asked for, and the articles that
        they cite know of whoever the question names."""
        kind = kind_asked(self.asked)
        if kind and not tells(_joined(checked), kind, self.asked):
            return False
        cited = {sentence.source.article for sentence in checked}
        known = " ".join(f"{article.header} {article.text}" for article in cited)
        found = (sentence.text for source in self.sources for sentence in source.sentences)
        return bool(checked) and not strangers(self.asked, known, found)

    async def is_sure(self, checked: list[Checked], least: float, untold: bool) -> bool:
        """Whether the model, shown no more than the quotations and the answer, says at such odds that this is one;
        `untold` of a model that does not tell."""
        evidence = dict.fromkeys(sentence.quotation for sentence in checked)
        odds = 1.0
        for check in build_checks(self.question, evidence, _joined(checked)):
            certainty = await self.chat.agrees(check)
            if certainty is None:
                return untold
            odds *= certainty / max(1 - certainty, _NEVER_CERTAIN)
        return odds >= least


def _joined(checked: list[Checked]) -> str:
    return " ".join(sentence.text for sentence in checked)
