"""Every card at every stage on one page: a script is played, and what people saw is drawn as each platform shows it."""
