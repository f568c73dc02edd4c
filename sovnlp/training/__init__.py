"""How the models that come with sovnlp are made."""
