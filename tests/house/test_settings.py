"""Every setting that is read is in the documents, and every documented one is read."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
READ = re.compile(r"\b(ACM_[A-Z_]+[A-Z]|DATABASE_URL)\b")
# Set by our own commands for their children, or by the tests.
OUR_OWN = {"ACM_CHROMIUM", "ACM_REQUIRE_BROWSER"}


def test_every_setting_read_from_the_environment_is_documented():
    text = (ROOT / "docs/house.md").read_text()
    documented = set(READ.findall(text)) | {f"ACM_SMTP{suffix}" for suffix in ("_PORT", "_USER", "_PASSWORD", "_TLS")}
    read: set[str] = set()
    for file in [*(ROOT / "src/accident_manager/config").glob("*.py")]:
        source = file.read_text()
        read |= set(re.findall(r'(?:environ(?:\.get)?[\[(]|environment\.\w+\()\s*"(ACM_[A-Z_]+|DATABASE_URL)"', source))
    assert read
    assert read - documented == set()
    assert documented - read - OUR_OWN - {"ACM_OWNER_DATABASE_URL", "ACM_SMTP_HOST"} == set()
