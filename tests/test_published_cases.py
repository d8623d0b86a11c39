"""The adapter that tries what others publish, on cases of our own in their formats."""

import json

import pytest

from tests.published_cases import main, results

SCRIPT = """
const fixtures = {
  ferry: `The ferry left at six, the ferry came at ten,
    and nobody on the quay had seen the captain of it`,
};

describe('matchQuote', () => {
  it('finds the captain', () => {
    const match = matchQuote(fixtures.ferry, 'the captain');
    assert.equal(fixtures.ferry.slice(match.start, match.end), 'the captain');
  });

  it('finds a captain who is not there', () => {
    const match = matchQuote(fixtures.ferry, 'a captain');
    assert.equal(fixtures.ferry.slice(match.start, match.end), 'the captain');
  });

  it('scores by likeness', () => {
    const quotes = ['nobody on the quay had seen', 'nobody on the key had seen'];
    const scores = quotes.map(q => matchQuote(fixtures.ferry, q).score);
  });

  it('returns null', () => {
    assert.equal(matchQuote(fixtures.ferry, ''), null);
  });

  [
    {
      quote: 'ferry',
      suffix: ' came',
      expected: 'ferry came',
    },
    {
      quote: 'ferry',
      suffix: ' came',
      expected: 'ferry left',
    },
  ].forEach(({ quote, suffix, expected }, i) => {
    it(`finds by context (${i})`, () => {
      const text = fixtures.ferry;
    });
  });
});
"""

CASES = """
export const testCases = {
  twice: {
    html: '<p>tick <b>tick</b></p>',
    selector: { type: 'TextQuoteSelector', exact: 'tick' },
    expected: [
      {
        startContainerXPath: '//p/text()',
        startOffset: 0,
        endContainerXPath: '//p/text()',
        endOffset: 4,
      },
      {
        startContainerXPath: '//b/text()',
        startOffset: 0,
        endContainerXPath: '//b/text()',
        endOffset: 4,
      },
    ],
  },
  'after another': {
    html: '<p>tick <b>tick</b></p>',
    selector: { type: 'TextQuoteSelector', exact: 'tick', prefix: 'tock ' },
    expected: [
      {
        startContainerXPath: '//b/text()',
        startOffset: 0,
        endContainerXPath: '//b/text()',
        endOffset: 4,
      },
    ],
  },
};
"""


def page_of(start, prefix):
    quote = {"type": "TextQuoteSelector", "exact": "six", "prefix": prefix, "suffix": "."}
    place = {"type": "TextPositionSelector", "start": start, "end": start + 3}
    return {"rows": [{"target": [{"selector": [place, quote]}]}]}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "match-quote-test.js").write_text(SCRIPT)
    for name in ("html-baselines", "text-quote"):
        (tmp_path / name).mkdir()
    for name, page in (("right", page_of(3, "At ")), ("wrong", page_of(2, "At "))):
        (tmp_path / "html-baselines" / f"{name}.html").write_text("<body><p>At <i>six</i>.</body>")
        (tmp_path / "html-baselines" / f"{name}.json").write_text(json.dumps(page))
    (tmp_path / "text-quote" / "match-cases.ts").write_text(CASES)
    return tmp_path


def test_each_case_passes_or_says_why_not(folder, capsys):
    assert [(each.case.split(": ", 1)[1], each.why) for each in results(folder)] == [
        ("finds the captain", ""),
        ("finds a captain who is not there", "' captain' at 81 is offered, not 78"),
        ("scores by likeness", ""),
        ("returns null", ""),
        ("best context, '' 'ferry' ' came'", ""),
        ("best context, '' 'ferry' ' came'", "'ferry' at 27 is offered, not 4"),
        ("'six'", ""),
        ("'six'", "the words do not stand there"),
        ("twice", ""),
        ("after another", "[] instead of [(5, 9)]"),
    ]
    assert main([str(folder)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "6 of 10 pass"


def test_a_folder_without_cases_fails(tmp_path):
    assert main([str(tmp_path)]) == 1
