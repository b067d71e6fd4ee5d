"""A guest of the running demo shop, for what is measured with a basket."""

from urllib.parse import urljoin

from playwright.sync_api import sync_playwright

from tests.support.chromium import CHROMIUM, FLAGS


def begin_checkout(product: str) -> str:
    """Put the product at this address into a basket and go on as a guest to the address step.

    Return the browser's cookies, as the header that sends them.
    """
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = chromium.new_context(java_script_enabled=False).new_page()
        page.goto(product)
        page.get_by_role("button", name="Add to basket").click()
        page.goto(urljoin(product, "/checkout/"))
        page.get_by_label("E-mail").fill("guest@halftone.example")
        page.get_by_role("button", name="Continue as a guest").click()
        page.get_by_label("Full name").first.wait_for()
        cookies = page.context.cookies(product)
        chromium.close()
    return "; ".join(f"{each['name']}={each['value']}" for each in cookies)
