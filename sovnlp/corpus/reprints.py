"""Which documents share so much of their text that one is a reprint of the other."""

from __future__ import annotations

from typing import Any

from sovnlp.text.shingles import SIZE

__all__ = ["SHARE", "write"]

SHARE = 0.6
"""The share of a document's word sequences that must stand in another for it to be its reprint."""
LIKELY = 0.3
"""The share of the sampled sequences from which on the whole texts are compared."""
COMMON = 200
"""A sequence that stands in more documents than this is a formula, and says nothing of reprints."""
LEAST = 3


def write(connection: Any) -> None:
    """Write the tables ``shared`` and ``reprints`` from the sampled word sequences in ``records`` and from the tokens.

    ``shared`` has each pair of documents that share at least ``LEAST`` sampled sequences or the whole text, with the
    share of each that the other holds: counted on all sequences where it may be ``LIKELY``, else by the sample.
    ``reprints`` says which document is counted ``instead`` of another when each text counts once: the longer where one
    holds the other, else one that is no variant of another, else the earlier.
    """
    connection.execute(
        f"""
        CREATE TEMP TABLE telling AS
        SELECT * FROM (
            SELECT doc, len(shingles) AS size, unnest(shingles) AS shingle FROM documents JOIN records USING (id)
        ) QUALIFY count(*) OVER (PARTITION BY shingle) BETWEEN 2 AND {COMMON};
        CREATE TABLE shared AS
        SELECT doc, other, max(share)::DOUBLE AS share, max(other_share)::DOUBLE AS other_share
        FROM (
            SELECT a.doc, b.doc AS other, count(*) / any_value(a.size) AS share,
                   count(*) / any_value(b.size) AS other_share
            FROM telling AS a JOIN telling AS b ON a.shingle = b.shingle AND a.doc < b.doc
            GROUP BY a.doc, b.doc HAVING count(*) >= {LEAST} OR count(*) >= {LIKELY} * any_value(least(a.size, b.size))
            UNION ALL
            SELECT a.doc, b.doc, 1, 1 FROM documents AS a JOIN documents AS b ON a.text = b.text AND a.doc < b.doc
        ) GROUP BY ALL ORDER BY ALL;
        DROP TABLE telling
        """
    )

    connection.execute(
        f"""
        CREATE TEMP TABLE likely AS
        SELECT doc, other FROM shared WHERE greatest(share, other_share) BETWEEN {LIKELY} AND 0.999;
        CREATE TEMP TABLE sequences AS
        SELECT DISTINCT doc, words FROM (
            SELECT doc, list(norm) OVER (
                PARTITION BY doc ORDER BY position ROWS BETWEEN CURRENT ROW AND {SIZE - 1} FOLLOWING
            ) AS words
            FROM tokens JOIN segments USING (segment)
            WHERE word AND NOT editorial AND doc IN (SELECT doc FROM likely UNION SELECT other FROM likely)
        ) WHERE len(words) = {SIZE};
        UPDATE shared SET share = same / greatest(own, 1), other_share = same / greatest(others, 1)
        FROM (
            SELECT doc, other,
                   (SELECT count(*) FROM sequences AS s WHERE s.doc = likely.doc) AS own,
                   (SELECT count(*) FROM sequences AS s WHERE s.doc = likely.other) AS others,
                   (SELECT count(*) FROM sequences AS s JOIN sequences AS t USING (words)
                    WHERE s.doc = likely.doc AND t.doc = likely.other) AS same
            FROM likely
        ) AS counted
        WHERE counted.doc = shared.doc AND counted.other = shared.other;
        DROP TABLE likely;
        DROP TABLE sequences
        """
    )
    connection.execute(
        f"""
        CREATE TABLE reprints AS
        WITH judged AS (
            SELECT s.doc, s.other,
                   CASE WHEN share >= {SHARE} AND other_share >= {SHARE} THEN a.spare AND NOT b.spare
                        ELSE share >= {SHARE} END AS gives_way
            FROM shared AS s JOIN documents AS a ON a.doc = s.doc JOIN documents AS b ON b.doc = s.other
            WHERE share >= {SHARE} OR other_share >= {SHARE}
        )
        SELECT CASE WHEN gives_way THEN doc ELSE other END AS doc,
               CASE WHEN gives_way THEN other ELSE doc END AS instead
        FROM judged ORDER BY ALL
        """
    )
