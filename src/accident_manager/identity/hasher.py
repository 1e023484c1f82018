"""Password hashing: Argon2id at OWASP's floor (19 MiB, two passes, one lane), about 20 ms.

Django's default takes 100 MiB and 180 ms a verification, a lever to bring the service down.
"""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2idHasher(Argon2PasswordHasher):
    memory_cost = 19_456  # KiB
    time_cost = 2
    parallelism = 1
