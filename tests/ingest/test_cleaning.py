from ingest.articles import Article
from ingest.cleaning import clean

WIDGET = (
    "Officials spoke on Monday, weeks after President TrumpDonald TrumpSenate passes budget Why cats purr | Overnight "
    "Defense: ships sail MORE declared the threat over.\n\nThe talks go on."
)


def test_a_link_widget_in_a_sentence_goes_and_the_sentence_stays() -> None:
    article, removals = clean(Article(id="1", text=WIDGET))
    assert article.text == (
        "Officials spoke on Monday, weeks after President Trump declared the threat over.\n\nThe talks go on."
    )
    assert [(removal.rule, removal.text) for removal in removals] == [
        (
            "link-widget",
            "Donald TrumpSenate passes budget Why cats purr | Overnight Defense: ships sail MORE",
        )
    ]


def test_an_article_without_noise_is_left_as_it_is() -> None:
    article = Article(id="1", text="The senator wants MORE of it. Trump said: “We do MORE.”")
    assert clean(article) == (article, ())
