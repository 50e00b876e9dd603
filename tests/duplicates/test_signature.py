from random import Random

from benchmarks.local_news import News, write_news
from benchmarks.reprints import REPRINTS, respell
from harvester.duplicates.signature import MASKED_BANDS, SENTENCES, TEXT_BANDS, Sieve, sign
from harvester.items import Article, Signature
from harvester.store.articles.bands import list_bands

STORY = write_news(Random(1), 8)
OTHER = write_news(Random(2), 8)


def sign_news(news: News) -> Signature:
    return sign(Article(url="u", title=news.title, lead=news.lead, body=news.body))


def test_equal_texts_have_equal_hashes() -> None:
    plain = sign_news(STORY)
    for how in ("nfd", "tones", "spaces", "punctuation", "capitals"):
        body = respell(Random(3), STORY.body, how)
        assert sign(Article(url="u", title=STORY.title, lead=STORY.lead, body=body)).text == plain.text, how
    assert sign_news(REPRINTS["title"](Random(4), STORY)).text != plain.text


def test_the_lead_may_stand_in_the_body() -> None:
    inside = Article(url="u", title=STORY.title, body=f"{STORY.lead}\n\n{STORY.body}")
    assert sign(inside).text == sign_news(STORY).text


def test_sizes_are_fixed() -> None:
    signature = sign_news(STORY)
    bands = list_bands(signature.sketch)
    assert len(bands) == TEXT_BANDS + MASKED_BANDS + SENTENCES == len(set(bands))
    assert len(signature.facts) <= 128
    assert signature.text is not None and signature.text < 2**63


def test_reprints_share_bands_and_pass_the_sieve() -> None:
    one = sign_news(STORY)
    sieve = Sieve(one.sketch, one.facts)
    reprint, other = sign_news(REPRINTS["all 20"](Random(5), STORY)), sign_news(OTHER)
    assert set(list_bands(one.sketch)) & set(list_bands(reprint.sketch))
    assert sieve.sort_out(reprint.sketch, reprint.facts) == "reprint"
    assert sieve.sort_out(other.sketch, other.facts) is None
    # equal but for its facts
    assert sieve.sort_out(one.sketch, bytes(255 - byte for byte in one.facts)) == "template"


def test_too_little_text_has_no_signature() -> None:
    assert sign(Article(url="u", title="Lịch trực tuần", body="Xem tệp.")) == Signature(None)
