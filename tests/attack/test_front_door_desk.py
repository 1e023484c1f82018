"""The pages of support and of administrators, asked for what no page of ours asks."""

import re

import pytest

from accident_manager.identity.actions.step_up import KINDS
from accident_manager.identity.rules import account_file
from identity.people import freshly


@pytest.mark.parametrize("odd", ["²", "٣", "9" * 5000, "-1", "1e9", "\x00"])
def test_a_number_that_is_none_is_refused_or_left_out(world, odd):
    administrator = freshly(freshly(world.visitor("administrator"), "settings"), "accounts")
    for path in ("settings/security", "settings/security/save"):
        sent = administrator.post(path, failed_passwords=odd, max_sessions=odd, seen=odd)
        assert sent.status_code in {200, 405, 422}, path
    assert administrator.post("accounts/new", remove=odd, given="declarer||||").status_code in {200, 422}


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2026-W01-1", "2026-13-45", "\x00", "9" * 5000])
def test_a_day_outside_time_breaks_no_journal(world, day):
    administrator = freshly(world.visitor("administrator"), "export")
    assert administrator.get("security/", **{"from": day, "to": day}).status_code == 200
    assert administrator.get("security/export", **{"from": day, "to": day}).status_code == 200
    assert administrator.post("security/", **{"from": day, "to": day}).status_code in {302, 422}


@pytest.mark.parametrize(
    "content",
    [b"\xef\xbb\xbf", b"\xef\xbb\xbf\r\n", b"\r\n\r\n", b"\xa0", b"sep=;", b'"', b"\x0b\x0b", "\u2028".encode()],
)
def test_a_file_of_nothing_is_refused_as_such(content):
    with pytest.raises(account_file.UnreadableFile):
        account_file.rows_in(content)


FORM = re.compile(r"<form([^>]*method=\"post\"[^>]*)>(.*?)</form>", re.DOTALL)
PAGES = (
    "account", "account/password", "account/sessions", "account/hacked", "accounts/", "accounts/new",
    "accounts/import", "accounts/{}/", "accounts/{}/correct", "accounts/{}/block", "accounts/{}/roles/new", "security/",
    "security/export", "settings/help-desk", "settings/branding", "settings/security", "amounts/", "calculator/",
)  # fmt: skip


def test_whatever_stands_in_the_fields_of_our_forms_breaks_none(world):
    odd = "\x00²\ud7ff\u202e\x1b"
    ada = world.visitor("administrator")
    ada.client.raise_request_exception = False
    broken, sent = [], set()
    for page in PAGES:
        for kind in KINDS:
            freshly(ada, kind)
        path = page.format(world.actors["declarer"].account_id)
        for found in FORM.finditer(ada.get(path, lang="en").content.decode()):
            action = re.search(r'action="([^"]*)"', found[1] + 'action=""')[1]
            action = action.removeprefix("/belfius/").partition("?")[0] or path
            names = frozenset(re.findall(r'name="([^"]+)"', found[2]))
            if action in {"logout", "account/hacked/report"} or (action, names) in sent:
                continue
            sent.add((action, names))
            answer = ada.client.post(f"/belfius/{action}", dict.fromkeys(names, odd))
            if answer.status_code >= 500:
                broken.append((action, sorted(names)))
    assert not broken
    assert len(sent) > 15
