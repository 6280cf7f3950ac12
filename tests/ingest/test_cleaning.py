import logging
from pathlib import Path

import pytest

from ingest.articles import Article
from ingest.cleaning import RULES, Rule, apply, clean, cleaned

WIDGET = (
    "Officials spoke on Monday, weeks after President TrumpDonald TrumpSenate passes budget Why cats purr | Overnight "
    "Defense: ships sail MORE declared the threat over.\n\nThe talks go on."
)
BODY = "The delegations met on Tuesday and spoke for four hours about the return of soldiers' remains.\n\n" * 3


def cleaned_text(text: str) -> str:
    return clean(Article(id="1", text=text)).article.text


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_each_rule_does_to_its_example_what_it_says(rule: Rule) -> None:
    left, removed = apply(rule, rule.example)
    assert left.rstrip("\n") == rule.left.rstrip("\n")
    assert {removal.rule for removal in removed} == {rule.name}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_no_other_rule_touches_what_a_rule_leaves(rule: Rule) -> None:
    for other in RULES:
        assert apply(other, rule.left)[1] == []


def test_a_link_widget_in_a_sentence_goes_and_the_sentence_stays() -> None:
    result = clean(Article(id="1", text=WIDGET))
    assert result.article.text == (
        "Officials spoke on Monday, weeks after President Trump declared the threat over.\n\nThe talks go on."
    )
    assert result.removals == (
        ("link-widget", "Donald TrumpSenate passes budget Why cats purr | Overnight Defense: ships sail MORE"),
    )


def test_a_name_may_be_doubled_with_a_nickname_and_more_than_once_in_a_paragraph() -> None:
    text = (
        "Rep. Jim JordanJames (Jim) Daniel JordanHouse votes on a bill Ten things to know MORE (R-Ohio) and Sen. Ben "
        'WriterBen Q. Writer"A quote" opens this one The boats are back MORE disagreed about it. '
    )
    assert (
        cleaned_text(text + BODY)
        == ("Rep. Jim Jordan (R-Ohio) and Sen. Ben Writer disagreed about it. " + BODY).strip()
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "The senator wants MORE of it.",
        "Trump said: “We do MORE.”",
        "Related industries grew, the ministry said.",
        "Watch how the talks go, he said.",
        "Image problems dog the senator.",
        "Sign up or stay out: that was the choice.",
        "The page says that it uses cookies to follow its readers.",
        "Follow the money, she said.",
        "He shares the view.",
        "Print is not dead.",
        "Click here, he told the class, and the rocket flies.",
        "Reporting by the commission took years.",
        "Jason Writer is a reporter for The Demo Post who was held in Tehran.",
        "By using the land route, they left cookies behind as a joke about the border guards.",
        "Get the ambassador out of the city, the cable said.",
        "Sponsored talks began in May.",
        "Sponsored by two senators, the bill passed.",
        "President Trump is expected to reach Singapore on Sunday evening.",
        "Michael Cohen has denied any contact with Russian officials.",
        "Mr. Trump has often attacked the press on Twitter.",
        "Jason Writer is the reporter whom Mr. Trump asked to follow him.",
        "Reach Mr. Kim at the summit and you change his mind.",
        "Photos by satellite show that the reactor was restarted in May, analysts said.",
        "Pictures by Picasso were sold for $10 million on Monday.",
        "Photos: the ministry has none.",
        "Image: “The senator has none,” an aide told us.",
        "Credit: it was to be had for nothing.",
        "Subscribe or not, readers of the newsletter were told, it would come.",
        "Get out of the newsletter business, she told them.",
        "Get your money back by writing to the firm, and it will remove you from all newsletters.",
        "Register to vote before the updates take effect.",
        "By using chemical weapons, Mr. Writer said, you accept that there will be an answer.",
        "By using force you accept what follows.",
        "Copyright 2019 was the year in which the law changed, he said.",
        "Copyright 2019 was the year in which the law changed.",
        "Follow us on foot: that was the order.",
        "Listen: the guns have fallen silent, she said.",
        "Listen: the guns have fallen silent.",
        "Reporting by Human Rights Watch shows that the camps are full.",
        "© is the sign that the court had to read.",
        "Comments (there were 12) were read aloud.",
        "Listen to this article of the treaty, he said, and weep.",
        "FILE PHOTO: so the folder was named, and it was found by Reuters in May.",
        "Lesen Sie auch das Kleingedruckte, riet der Minister.",
        "Our standards: they are what the ministry calls high.",
        "Write to ada@demo.example, the ministry said.",
        "Follow AP’s lead, the editor said.",
        "Ada Writer in Seoul contributed 5 million dollars to the campaign.",
    ],
)
def test_the_articles_own_words_stay(sentence: str) -> None:
    for text in (BODY + sentence, sentence + "\n\n" + BODY, BODY + sentence + "\n\n" + BODY):
        article = Article(id="1", text=text)
        assert clean(article) == (article, (), ())


@pytest.mark.parametrize(
    ("noise", "rule"),
    [
        ("Advertisement", "advertisement"),
        ("— Story continues below advertisement —", "advertisement"),
        ("READ MORE: Why cats purr", "read-more"),
        ("Related: A boat is back", "read-more"),
        ("Related stories\n- One\n- Two", "read-more"),
        ("WATCH: The boat", "read-more"),
        ("Read more »", "read-more"),
        ("Read more about: Bridges Ferries", "read-more"),
        ("Lesen Sie auch: Warum Katzen schnurren", "read-more"),
        ("Lire aussi\u00a0: Pourquoi les chats ronronnent", "read-more"),
        ("À lire aussi : Les bateaux", "read-more"),
        ("Lea también: Por qué ronronean los gatos", "read-more"),
        ("Leia também: Os gatos", "read-more"),
        ("Facebook Twitter WhatsApp", "share-bar"),
        ("Share this article", "share-bar"),
        ("1.2k shares", "share-bar"),
        ("Comments (12)", "share-bar"),
        ("Listen to this article | 5 min read", "share-bar"),
        ("Get the day's top news in your inbox every morning.", "newsletter"),
        ("Subscribe to our weekly newsletter", "newsletter"),
        ("Get our best stories of the day in the Morning newsletter, free.", "newsletter"),
        ("This website uses cookies. By going on you agree.", "cookie-notice"),
        ("Accept all cookies", "cookie-notice"),
        ("Image credit: Ada Lens", "photo-credit"),
        ("FILE PHOTO: The bridge in Harwick, England, May 3, 2026. REUTERS/Ada Lens/File Photo", "photo-credit"),
        ("HANDOUT PHOTO: The bridge is closed. City of Harwick/Handout via REUTERS", "photo-credit"),
        ("(AP Photo/Ada Lens)", "photo-credit"),
        ("Photo by Ada Lens/Getty Images", "photo-credit"),
        ("CLICK HERE TO GET THE DEMO APP", "click-here"),
        ("© 2019 Demo Post", "site-footer"),
        ("© AFP", "site-footer"),
        ("© dpa-infocom, dpa:260504-99-123456/2", "site-footer"),
        ("Follow us on Twitter and Facebook", "site-footer"),
        ("Copyright © 2018-2019 the Demo Post", "site-footer"),
        ("Read more: https://demo.example/cats", "read-more"),
        ("PHOTO: Ada Lens, Demo Post", "photo-credit"),
        ("By continuing to use this site you agree to our terms.", "cookie-notice"),
        ("By clicking Accept, you consent to the use of cookies.", "cookie-notice"),
    ],
)
def test_lines_that_are_no_article_go(noise: str, rule: str) -> None:
    result = clean(Article(id="1", text=BODY + noise + "\n\n" + BODY))
    assert result.article.text == (BODY + BODY).strip()
    assert [removal.rule for removal in result.removals] == [rule]


def test_a_biography_and_credits_go_at_the_end_only() -> None:
    biography = "Ada Writer covers the border for The Demo Post. Email her at ada@demo.example."
    assert cleaned_text(BODY + biography) == BODY.strip()
    assert biography in cleaned_text(biography + "\n\n" + BODY)


@pytest.mark.parametrize(
    "last",
    [
        "Ada Writer is a reporter in Seoul. Follow her on Twitter @adawriter.",
        "Ada Writer is the bureau chief. Reach her at ada@demo.example or on Signal.",
        "Ada Writer is a columnist (@adawriter)",
        "Follow Ada Writer on Twitter @adawriter",
        "(Reporting by Ada Writer in Seoul; Editing by Ben Desk)",
        "Reporting by Ada Writer; Editing by Ben Desk.",
    ],
)
def test_who_wrote_it_goes_from_the_end(last: str) -> None:
    assert cleaned_text(BODY + last) == BODY.strip()


@pytest.mark.parametrize(
    "end",
    [
        "(Reporting by Ada Writer; Editing by Ben Desk)\n\nOur Standards: The Thomson Reuters Trust Principles.",
        "(Reporting by Ada Writer; Editing by Ben Desk)\n\n((ada.writer@demo.example; +82 2 1234 5678))",
        "ada@demo.example\n\n(END)",
        "(END)",
        "___\n\nAssociated Press writer Ada Writer in London contributed to this report.\n\n___\n\n"
        "Follow AP’s full coverage of bridges at https://demo.example/bridges",
        "Ada Writer and Ben Desk in Seoul contributed to this report.",
    ],
)
def test_what_an_agency_writes_below_its_article_goes(end: str) -> None:
    assert cleaned_text(BODY + end) == BODY.strip()


def test_a_sentence_to_click_goes_from_within_a_paragraph() -> None:
    assert cleaned_text(BODY + "The talks ended. Click here to see the pictures. Nobody signed.") == (
        BODY + "The talks ended. Nobody signed."
    )


def test_a_rule_that_would_remove_too_much_is_not_applied_and_is_reported(caplog: pytest.LogCaptureFixture) -> None:
    article = Article(id="list", text="The talks ended.\n\n" + "Read more: A headline of another article\n\n" * 5)
    result = clean(article)
    assert result.article == article
    assert {removal.rule for removal in result.withheld} == {"read-more"}
    with caplog.at_level(logging.WARNING):
        assert list(cleaned([article])) == [article]
    assert caplog.messages == ["'list': the rule read-more would remove too much of the article and was not applied"]


def test_the_share_that_a_rule_may_remove_is_of_the_whole_article() -> None:
    noise = "Read more: Why cats purr"  # 24 characters
    for filling, is_applied in ((60, True), (50, False)):
        result = clean(Article(id="1", text="x" * filling + "\n" + noise))
        assert [removal.text for removal in result.removals] == ([noise] if is_applied else [])


def test_an_article_is_never_cleaned_to_nothing() -> None:
    article = Article(id="1", text="Advertisement")
    assert clean(article).article == article


def test_hostile_text_takes_no_more_than_its_length_in_time() -> None:
    for piece in ("A", "Ab Ab", "AbAb Ab", "share ", "share|", "Read more:\n- ", "\n", " ", "by ", "Photo: "):
        clean(Article(id="1", text="x" + piece * (20_000 // len(piece)) + "x"))
    for line in ("", "advertisement", "We use cookies", "Ada Writer is a reporter @a\n"):
        clean(Article(id="1", text="x\n" + line + " " * 300_000 + "x"))


def test_the_shared_article_is_left_without_its_widgets() -> None:
    path = Path(__file__).parents[3] / "shared" / "articles" / "000_6ab20b006347475a.txt"
    if not path.is_file():
        pytest.skip("the shared article is not here")
    text = path.read_text().split("\n\n", 1)[1]
    result = cleaned_text(text)
    for noise in ("Caitlyn", "Jenner", "Pfizer", "Afghan", "opposition research", "MORE"):
        assert noise not in result
    assert "weeks after President Trump declared the nation is" in result
    assert "weeks after Secretary of State Mike Pompeo was chastised by North Korea" in result
    untouched = [line.strip() for line in text.splitlines() if line.strip() and "MORE" not in line]
    assert all(line in result for line in untouched)
