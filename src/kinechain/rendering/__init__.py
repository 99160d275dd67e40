"""Pictures and clips of people who do not exist, whose every joint is known."""
