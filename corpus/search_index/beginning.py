"""How a search in all present articles begins on PostgreSQL: with one statement.

The newest few articles are compared. If hardly any of them is a hit, the articles with the rare
words are looked up, and checked if they are few. What a branch of CASE needs, PostgreSQL reads only
if it gets there.
"""

from corpus.search.query_tree import All, Any, Not, relaxed
from corpus.search_index.models import ArticleIndex, condition_on, rows_matching

# Walks along the index of keys.
NTH_BELOW = """
SELECT sort_key FROM corpus_article WHERE sort_key >= %s AND sort_key < %s
ORDER BY sort_key DESC LIMIT 1 OFFSET %s
"""
# The index yields hits in this order; sorting by another column would fetch all first.
PRESENT_HITS = """
SELECT hit.rowid FROM corpus_article_index hit
JOIN corpus_article article ON article.sort_key = hit.rowid
WHERE {condition} AND hit.rowid {within} AND article.deleted_at IS NULL
ORDER BY hit.rowid DESC LIMIT %s
"""
PRESENT_KEYS = """
SELECT sort_key FROM corpus_article WHERE sort_key {among} AND deleted_at IS NULL
ORDER BY sort_key DESC LIMIT %s
"""
FROM_LAST = ">= COALESCE((SELECT sort_key FROM last), %s) AND hit.rowid < %s"
# Candidates below the newest few articles.
AMONG_CANDIDATES = "= ANY(candidates.keys) AND {key} >= %s AND {key} < (SELECT sort_key FROM last)"
BEGINNING = """
WITH last AS MATERIALIZED ({nth_below}),
sample AS MATERIALIZED (SELECT ARRAY({newest_hits}) AS keys),
candidates AS MATERIALIZED (
    SELECT CASE WHEN cardinality(keys) < %s AND EXISTS (SELECT FROM last)
    THEN ARRAY({candidates} LIMIT %s) END AS keys FROM sample
)
SELECT (SELECT sort_key FROM last), sample.keys,
CASE WHEN cardinality(candidates.keys) <= %s THEN ARRAY({checked}) END
FROM sample, candidates
"""


def is_looked_up(tree):
    """Whether the statement looks up rare words.

    Those beside an exclusion may well be common, and are no hits for its sake alone. Then to read
    rows until there are too many is faster than the index: a plan that depends on the words.
    """
    if isinstance(tree, All | Any):
        return all(map(is_looked_up, tree.nodes))
    return not isinstance(tree, Not)


def beginning(tree, *, since, below, sample, min_in_sample, max_candidates, limit):
    """Return the (SQL, parameters) of the statement, for a tree of words with their forms.

    It gives one row: (key of the last of the newest `sample` articles from the key `since` on and
    below `below`, None if there are fewer; keys of the hits among them; keys of all other hits).
    The latter is None if `min_in_sample` of the sample are hits, if more than `max_candidates`
    articles may match, or if the tree is not `is_looked_up`. Of either keys there are `limit` at
    most, newest first.
    """
    condition, words = condition_on(ArticleIndex, "hit", tree, is_few=True)
    # The index finds words in any order; phrases are compared later, in few rows.
    anywhere = relaxed(tree)
    candidates, candidate_words = rows_matching(ArticleIndex, anywhere)
    if anywhere == tree:
        checked = PRESENT_KEYS.format(among=AMONG_CANDIDATES.format(key="sort_key"))
        checked_words = []
    else:
        within = AMONG_CANDIDATES.format(key="hit.rowid")
        checked, checked_words = PRESENT_HITS.format(condition=condition, within=within), words
    sql = BEGINNING.format(
        nth_below=NTH_BELOW,
        newest_hits=PRESENT_HITS.format(condition=condition, within=FROM_LAST),
        candidates=candidates,
        checked=checked,
    )
    return sql, (
        *(since, below, sample - 1),
        *(*words, since, below, limit),
        *(min_in_sample if is_looked_up(tree) else 0, *candidate_words, max_candidates + 1),
        *(max_candidates, *checked_words, since, limit),
    )
