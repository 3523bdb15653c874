"""Training the news encoder. Needs the ``train`` extra; never imported at run time."""
