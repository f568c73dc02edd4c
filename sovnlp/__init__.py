"""NLP for the primary sources of Soviet history, 1917-1941, in Russian and English."""
