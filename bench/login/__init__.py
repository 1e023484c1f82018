"""Full logins, password and one-time code: ours beside a stock Django project with django-allauth, in one run.

Both run in a process of their own, on the same PostgreSQL, with the same Argon2id hasher, asked through WSGI by the
same small browser. What is counted is the processor time of that process while it answers.
"""
