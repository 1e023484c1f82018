"""Facts in, answer out: rights, passwords, one-time codes, waiting times, the words of mails."""
