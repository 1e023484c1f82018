"""What an insurer's administrator sets: the help desk, the branding, the rules of the login."""
