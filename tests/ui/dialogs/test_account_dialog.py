from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QScrollArea
from pytestqt.qtbot import QtBot

from desktop.controllers.accounts import AccountsController
from desktop.controllers.presets import GATEWAY, PROVIDERS, Provider, known_prices
from desktop.model.account import Account, Proxy, ProxyMode, ReasoningPolicy
from desktop.model.usage import Price
from desktop.ui.widgets.fold import Fold
from tests.fixtures.demo import Demo
from tests.fixtures.scripted_server import HOLD, ScriptedServer
from tests.ui.dialogs.account_steps import KEY, Open, answer, box_over, click, wait_for
from tests.ui.dialogs.conftest import RESOURCES, assert_usable_without_eyes_and_mouse


def test_it_begins_with_the_gateway_and_its_prices(open_dialog: Open) -> None:
    dialog = open_dialog()
    account = dialog.form.account(Account("1", "", ""))
    assert (account.name, account.base_url) == ("Teahouse gateway", "https://cnaitoken.store/v1")
    assert account.top_up_url == "https://cnaitoken.store/topup"
    assert {price.model: (price.input, price.output) for price in account.prices} == {
        "deepseek-chat": (Decimal("1.68"), Decimal("2.52")),
        "deepseek-reasoner": (Decimal("1.68"), Decimal("2.52")),
    }


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda provider: provider.name)
def test_a_service_fills_in_its_name_and_address(open_dialog: Open, provider: object) -> None:
    dialog = open_dialog()
    dialog.form.provider.setCurrentText(provider.name)  # type: ignore[attr-defined]
    account = dialog.form.account(Account("1", "", ""))
    assert account.base_url == provider.base_url  # type: ignore[attr-defined]
    assert account.name == provider.name  # type: ignore[attr-defined]
    assert account.is_loopback is not provider.needs_key  # type: ignore[attr-defined]


def test_a_typed_address_is_another_server(open_dialog: Open, qtbot: QtBot) -> None:
    dialog = open_dialog()
    dialog.form.name.setText("Mine")
    dialog.form.address.clear()
    qtbot.keyClicks(dialog.form.address, "example.org/v1/")
    assert dialog.form.provider.currentText() == "Another server"
    account = dialog.form.account(Account("1", "", ""))
    assert (account.name, account.base_url) == ("Mine", "https://example.org/v1")


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda provider: provider.name)
def test_what_belongs_to_a_service_does_not_stay_with_another(open_dialog: Open, provider: Provider) -> None:
    """The gateway's prices would be wrong under the answers of every other server, and so would its page to pay at."""
    dialog = open_dialog()
    dialog.form.provider.setCurrentText(provider.name)
    account = dialog.form.account(Account("1", "", ""))
    assert account.prices == known_prices(provider.base_url, RESOURCES)
    assert account.top_up_url == provider.top_up_url


def test_a_typed_address_has_nothing_of_the_service_before(open_dialog: Open, qtbot: QtBot) -> None:
    dialog = open_dialog()
    dialog.form.address.clear()
    qtbot.keyClicks(dialog.form.address, "example.org/v1")
    account = dialog.form.account(Account("1", "", ""))
    assert (account.prices, account.top_up_url) == ((), "")
    dialog.form.address.clear()
    qtbot.keyClicks(dialog.form.address, GATEWAY + "/")
    account = dialog.form.account(Account("1", "", ""))
    assert account.prices == known_prices(GATEWAY, RESOURCES)
    assert account.top_up_url == PROVIDERS[0].top_up_url


def test_what_the_person_wrote_stays_with_another_service(open_dialog: Open, qtbot: QtBot) -> None:
    price = Price("*", Decimal(1), Decimal(2))
    before = Account("1", "Mine", GATEWAY, prices=(price,), top_up_url="https://example.org/pay")
    dialog = open_dialog(before)
    dialog.form.provider.setCurrentText("DeepSeek")
    account = dialog.form.account(before)
    assert (account.name, account.prices, account.top_up_url) == ("Mine", (price,), "https://example.org/pay")


def test_another_server_begins_without_an_address(open_dialog: Open, qtbot: QtBot) -> None:
    dialog = open_dialog()
    dialog.form.provider.setCurrentText("Another server")
    assert (dialog.form.name.text(), dialog.form.address.text()) == ("", "")
    qtbot.keyClicks(dialog.form.address, "https://example.org/v1")
    assert dialog.form.name.text() == "example.org"
    assert dialog.form.provider.currentText() == "Another server"


def test_known_prices_are_offered_where_there_are_any(open_dialog: Open, qtbot: QtBot) -> None:
    dialog = open_dialog()
    button = dialog.form.prices.preset_button
    dialog.form.provider.setCurrentText("Ollama")
    assert not button.isEnabled()
    assert button.toolTip() == "No prices are known for this address."
    dialog.form.provider.setCurrentText("Teahouse gateway")
    assert button.isEnabled()
    assert not button.toolTip()


def test_what_is_unfolded_comes_into_sight(open_dialog: Open, qtbot: QtBot) -> None:
    dialog = open_dialog()
    dialog.resize(660, 520)
    area = dialog.findChild(QScrollArea)

    def top_and_bottom(fold: Fold) -> tuple[int, int]:
        top = fold.mapTo(area.viewport(), QPoint()).y()
        return top, top + fold.height()

    qtbot.mouseClick(dialog.form.price_fold.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: top_and_bottom(dialog.form.price_fold)[1] == area.viewport().height())
    qtbot.mouseClick(dialog.form.advanced_fold.button, Qt.MouseButton.LeftButton)  # higher than the window
    qtbot.waitUntil(lambda: top_and_bottom(dialog.form.advanced_fold)[0] == 0)


def test_the_prices_known_are_dated_and_exact() -> None:
    prices = known_prices(GATEWAY, RESOURCES)
    assert {price.model for price in prices} == {"deepseek-chat", "deepseek-reasoner"}
    assert all(price.as_of is not None and price.currency == "USD" for price in prices)
    assert known_prices("https://example.org/v1", RESOURCES) == ()


def test_prices_are_kept_to_the_last_digit(open_dialog: Open) -> None:
    price = Price("*", Decimal("0.000000000000000123"), Decimal("2.50"), Decimal("0.10"), "CNY", None)
    dialog = open_dialog(Account("1", "Mine", "https://example.org/v1", prices=(price,)))
    assert dialog.form.account(Account("1", "", "")).prices == (price,)


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (("m", "1,68", "", "2", "USD", ""), "is no price"),
        (("m", "-1", "", "2", "USD", ""), "is no price"),
        (("m", "NaN", "", "2", "USD", ""), "is no price"),
        (("m", "1", "", "", "USD", ""), "is no price"),
        (("m", "1", "", "2", "$", ""), "is no currency"),
        (("m", "1", "", "2", "USD", "11/2026"), "is no date"),
        (("", "1", "", "2", "USD", ""), "has no model"),
    ],
)
def test_a_price_that_is_none_is_pointed_at(
    open_dialog: Open, qtbot: QtBot, cells: tuple[str, ...], words: str
) -> None:
    dialog = open_dialog()
    table = dialog.form.prices
    table.show_prices(())
    table._add(cells)
    click(qtbot, dialog.save_button)
    assert words in dialog.note.text()
    assert dialog.isVisible()
    assert table.isVisible()


def test_lines_are_added_and_removed(open_dialog: Open, qtbot: QtBot) -> None:
    dialog = open_dialog()
    dialog.form.price_fold.open()
    table = dialog.form.prices
    click(qtbot, table.add_button)
    assert table.table.rowCount() == 3
    assert len(table.prices()) == 2, "a line without words is no price"
    table.table.setCurrentCell(0, 0)
    click(qtbot, table.remove_button)
    assert [price.model for price in table.prices()] == ["deepseek-reasoner"]
    click(qtbot, table.preset_button)
    assert [price.model for price in table.prices()] == ["deepseek-chat", "deepseek-reasoner"]


# What is wrong with a form


@pytest.mark.parametrize("address", ["", "   ", "ftp://example.org", "http://[::1", "https://", "https://h:x/v1"])
def test_an_address_that_is_none_is_not_saved(
    open_dialog: Open, accounts: AccountsController, qtbot: QtBot, address: str
) -> None:
    dialog = open_dialog()
    dialog.form.address.setText(address)
    click(qtbot, dialog.save_button)
    assert "https://host/v1" in dialog.note.text()
    assert dialog.focusWidget() is dialog.form.address
    assert accounts.all() == []


def test_a_key_in_the_address_is_not_saved(open_dialog: Open, accounts: AccountsController, qtbot: QtBot) -> None:
    dialog = open_dialog()
    dialog.form.address.setText("https://user:geheim@example.org/v1")
    click(qtbot, dialog.save_button)
    assert "no password" in dialog.note.text()
    assert accounts.all() == []


def test_two_accounts_have_two_names(open_dialog: Open, accounts: AccountsController, qtbot: QtBot) -> None:
    accounts.update(Account("1", "Teahouse gateway", "https://cnaitoken.store/v1"))
    dialog = open_dialog()
    click(qtbot, dialog.save_button)
    assert "already" in dialog.note.text()
    assert len(accounts.all()) == 1


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [("headers", "no colon", "is no header"), ("headers", "Bad Name: x", "is no header"),
     ("top_up_url", "javascript:alert(1)", "has to begin with https")],
)  # fmt: skip
def test_advanced_fields_are_looked_at(open_dialog: Open, qtbot: QtBot, field: str, text: str, words: str) -> None:
    dialog = open_dialog()
    widget = getattr(dialog.form.advanced, field)
    (widget.setPlainText if field == "headers" else widget.setText)(text)
    click(qtbot, dialog.save_button)
    assert words in dialog.note.text()
    assert widget.isVisible()


def test_a_proxy_needs_a_whole_address(open_dialog: Open, qtbot: QtBot) -> None:
    dialog = open_dialog()
    advanced = dialog.form.advanced
    assert not advanced.proxy_address.isEnabled()
    advanced.proxy_mode.setCurrentIndex(advanced.proxy_mode.findData(ProxyMode.MANUAL))
    advanced.proxy_address.setText("proxy")
    click(qtbot, dialog.save_button)
    assert "proxy's address" in dialog.note.text()


# Editing


def test_editing_changes_only_what_was_edited(open_dialog: Open) -> None:
    before = Account(
        "1", "Mine", "https://example.org/v1", model="m2", models=("m1", "m2"),
        prices=known_prices(GATEWAY, RESOURCES), headers=(("X-Title", "Teahouse"),),
        proxy=Proxy(ProxyMode.MANUAL, "socks5h://me@proxy:1080"), timeout=60.0,
        reasoning_policy=ReasoningPolicy.AFTER_TOOL_CALLS, top_up_url="https://example.org/pay",
    )  # fmt: skip
    dialog = open_dialog(before)
    assert dialog.form.account(before) == before
    dialog.form.model.setCurrentText("typed")
    assert dialog.form.account(before).model == "typed"


def test_escape_keeps_nothing(open_dialog: Open, accounts: AccountsController, qtbot: QtBot) -> None:
    dialog = open_dialog()
    qtbot.keyClicks(dialog.form.key.line, KEY)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert accounts.all() == []
    assert dialog.form.key.line.text() == ""


def test_it_is_usable_without_eyes_and_mouse(open_dialog: Open) -> None:
    dialog = open_dialog()
    dialog.form.price_fold.open()
    dialog.form.advanced_fold.open()
    assert_usable_without_eyes_and_mouse(dialog)


# Testing, against the demo server in its own process


def test_a_test_fills_the_list_of_models(open_dialog: Open, demo: Demo, qtbot: QtBot) -> None:
    dialog = open_dialog()
    dialog.form.address.setText(demo.base_url)
    qtbot.keyClicks(dialog.form.key.line, KEY)
    click(qtbot, dialog.test_button)
    wait_for(qtbot, dialog, "✓ It works")
    models = [dialog.form.model.itemText(index) for index in range(dialog.form.model.count())]
    assert "deepseek-chat" in models
    assert dialog.form.model.currentText() in models
    assert f"{len(models)} models" in dialog.note.text()
    assert len(demo.requests("/v1/models")) == 1


def test_a_wrong_key_is_said_in_a_sentence(open_dialog: Open, start_demo: Callable[..., Demo], qtbot: QtBot) -> None:
    demo = start_demo("--key", "sk-right-0000")
    dialog = open_dialog()
    dialog.form.address.setText(demo.base_url)
    qtbot.keyClicks(dialog.form.key.line, KEY)
    click(qtbot, dialog.test_button)
    wait_for(qtbot, dialog, "did not accept the API key")
    assert KEY not in dialog.note.text()
    assert "Status 401" in dialog.note.text()
    dialog.form.key.line.setText("sk-right-0000")
    assert not dialog.note.isVisible(), "what was said is no longer about what is there"
    click(qtbot, dialog.test_button)
    wait_for(qtbot, dialog, "✓")


def test_a_key_that_cannot_be_one(open_dialog: Open, demo: Demo, qtbot: QtBot) -> None:
    dialog = open_dialog()
    dialog.form.address.setText(demo.base_url)
    dialog.form.key.line.setText("sk-“curly”")
    click(qtbot, dialog.test_button)
    wait_for(qtbot, dialog, "curly quote")
    assert demo.requests() == []


def test_nobody_answers(open_dialog: Open, qtbot: QtBot) -> None:
    dialog = open_dialog()
    dialog.form.address.setText("http://127.0.0.1:1/v1")
    click(qtbot, dialog.test_button)
    wait_for(qtbot, dialog, "No connection to 127.0.0.1")
    assert dialog.test_button.text() == "Test"


def test_the_right_address_is_offered(open_dialog: Open, demo: Demo, qtbot: QtBot) -> None:
    dialog = open_dialog()
    dialog.form.address.setText(f"{demo.base_url}/chat/completions")
    click(qtbot, dialog.test_button)
    wait_for(qtbot, dialog, "there is one")
    click(qtbot, dialog.fix_button)
    wait_for(qtbot, dialog, "✓")
    assert dialog.form.address.text() == demo.base_url
    assert not dialog.fix_button.isVisible()


def test_a_test_can_be_cancelled_and_the_window_stays_awake(open_dialog: Open, qtbot: QtBot) -> None:
    with ScriptedServer([HOLD]) as server:
        dialog = open_dialog()
        dialog.form.address.setText(server.base_url)
        click(qtbot, dialog.test_button)
        qtbot.waitUntil(lambda: len(server.received) == 1)
        assert "127.0.0.1" in dialog.note.text()
        assert dialog.test_button.text() == "Cancel the test"
        click(qtbot, dialog.test_button)
        assert dialog.test_button.text() == "Test"
        assert not dialog.note.isVisible()
        qtbot.waitUntil(server.left.is_set)


def test_closing_ends_the_test(open_dialog: Open, qtbot: QtBot) -> None:
    with ScriptedServer([HOLD]) as server:
        dialog = open_dialog()
        dialog.form.address.setText(server.base_url)
        click(qtbot, dialog.test_button)
        qtbot.waitUntil(lambda: len(server.received) == 1)
        dialog.close()
        qtbot.waitUntil(server.left.is_set)


# Without encryption


def test_http_to_another_machine_asks_first(open_dialog: Open, accounts: AccountsController, qtbot: QtBot) -> None:
    dialog = open_dialog()
    dialog.form.address.setText("http://192.0.2.1/v1")
    click(qtbot, dialog.save_button)
    assert "192.0.2.1" in box_over(dialog).text()
    answer(qtbot, box_over(dialog), "Cancel")
    QApplication.processEvents()
    assert accounts.all() == []
    click(qtbot, dialog.save_button)
    answer(qtbot, box_over(dialog), "Send without encryption")
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert [account.plain_http_allowed for account in accounts.all()] == [True]


def test_agreement_is_for_one_host(open_dialog: Open, accounts: AccountsController, qtbot: QtBot) -> None:
    agreed = Account("1", "Mine", "http://192.0.2.1/v1", plain_http_allowed=True)
    accounts.update(agreed)
    dialog = open_dialog(agreed)
    dialog.form.address.setText("http://192.0.2.2/v1")
    click(qtbot, dialog.save_button)
    answer(qtbot, box_over(dialog), "Cancel")
    dialog.form.address.setText("https://192.0.2.1/v1")
    click(qtbot, dialog.save_button)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert [(each.base_url, each.plain_http_allowed) for each in accounts.all()] == [("https://192.0.2.1/v1", False)]


def test_loopback_needs_no_question(open_dialog: Open, accounts: AccountsController, qtbot: QtBot) -> None:
    dialog = open_dialog()
    dialog.form.provider.setCurrentText("Ollama")
    click(qtbot, dialog.save_button)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert [account.base_url for account in accounts.all()] == ["http://localhost:11434/v1"]
