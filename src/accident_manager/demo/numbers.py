"""Numbers for invented people and employers: the check digits are right, the numbers themselves are not given out."""

from datetime import date


def enterprise_number(first_eight: str) -> str:
    """An enterprise number that begins with these eight digits."""
    return f"{first_eight}{97 - int(first_eight) % 97:02}"


def unit_number(employer_first_eight: str, which: int) -> str:
    """An establishment unit number for the n-th place of an employer."""
    head = f"2{employer_first_eight[-6:]}{which}"
    return f"{head}{97 - int(head) % 97:02}"


def niss(born: date, sex: str, which: int) -> str:
    """A national number: the birth date, a counter near the end of the day's (odd for men), check digits."""
    counter = 996 - 2 * (which % 20) + (sex == "M")
    head = f"{born:%y%m%d}{counter:03}"
    century = 2_000_000_000 if born.year >= 2000 else 0
    return f"{head}{97 - (century + int(head)) % 97:02}"


def iban(which: int) -> str:
    """A Belgian account number at a bank code that no bank has (999)."""
    account = f"999{9_990_000 + which:07}"
    national = f"{account}{int(account) % 97 or 97:02}"
    check = 98 - int(f"{national}111400") % 97  # "BE00" as digits behind it
    return f"BE{check:02}{national}"
