"""The door for operators: every command of ./acm."""
