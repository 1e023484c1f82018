"""What changes accounts, logins, factors and devices: one act, one function, one transaction."""
