"""An application with two tables for the tests of encryption: one to change, one to add to only."""
