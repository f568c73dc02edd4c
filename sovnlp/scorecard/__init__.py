"""How well names are found: gold in, F1 with intervals out; a sample of the user's own sentences, and back."""

from sovnlp.scorecard.sampling import SampleRow, draw_sample
from sovnlp.scorecard.scoring import ErrorRow, ScoreRow, list_name_errors, score_ner

__all__ = ["ErrorRow", "SampleRow", "ScoreRow", "draw_sample", "list_name_errors", "score_ner"]
