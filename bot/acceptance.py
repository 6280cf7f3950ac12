"""Whether checked sentences answer the question that was asked: the last doubt before they are told."""

from dataclasses import dataclass

from bot.asked import Kind, strangers, tells
from bot.chat import Chat
from bot.evidence import Source
from bot.prompt import build_checks
from bot.verifier import Checked

# The model is asked whether the quotations answer the question, and whether the answer is stated there and answers it:
# the odds are the product of the two. Chosen on the 142 demo questions of the dev half as the least that leave no more
# than .04 of the unanswerable ones answered: .58 of the others are answered right and .26 refused. With 16 and 24 it is
# .56, .29 and .06, with 20 for both .58, .26 and .08.
#
# Nothing else tried is worth its cost. By the area under the curve, where these have .87: the question before the text
# (.75), worked examples (.78), both beside these (.83), log-probabilities of the reply (.49), how likely the question
# is after the quotations (.79 at most), a regression on the model's last hidden state (.86). How relevant a reply's
# evidence is, taken together with these, raised .85 to .88 on the whole dev half and left .79 on 50 test questions. To
# ask of the sentence that the model names first gains one or two of 46; to ask of each of the seven most relevant ones,
# and trust a reply more that cites the surest, three or four of 93 for some seven seconds.
LEAST_ODDS = 14.0
"""Of what the model answers."""
LEAST_ODDS_OF_QUOTATIONS = 25.0
"""Of the best quotations alone, where its own answer is not accepted."""
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
    kind: Kind | None = None
    """The kind of thing that is asked for."""

    async def accepts(self, checked: list[Checked], least: float, untold: bool = True) -> bool:
        """Whether the sentences fit, and the model is sure that they are the answer."""
        return self.fits(checked) and await self.is_sure(checked, least, untold)

    def fits(self, checked: list[Checked]) -> bool:
        """Whether the sentences can be an answer: they tell the time or amount, or cite somebody's own words,
        where that is asked for, and the articles that they cite know of whoever the question names."""
        said = " ".join(each.quotation.text for each in checked) if self.kind == "words" else _joined(checked)
        if self.kind and not tells(said, self.kind, self.asked):
            return False
        cited = {sentence.source.article for sentence in checked}
        known = " ".join(f"{article.header} {article.text}" for article in cited)
        found = (sentence.text for source in self.sources for sentence in source.sentences)
        return bool(checked) and not strangers(self.asked, known, found)

    async def is_sure(self, checked: list[Checked], least: float, untold: bool) -> bool:
        """Whether the odds are at least so high, by a model that is shown no more than the quotations and the answer;
        `untold` of one that does not tell."""
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
