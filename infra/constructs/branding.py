"""The look of the user pool's sign-in pages: the shop's logo, colours and corners, light or dark like the browser.

The settings are named as Cognito's branding editor exports them; everything not named here stays at Cognito's defaults:
https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateManagedLoginBranding.html
"""

import base64
from collections.abc import Callable
from html import escape
from pathlib import Path

from aws_cdk import aws_cognito as cognito
from constructs import Construct

from backend.contracts import palette, shop
from backend.contracts.palette import Colour

Mode = Callable[[Colour], str]
"""A colour of the light or of the dark page."""

MODES: dict[str, Mode] = {"lightMode": lambda colour: colour.light, "darkMode": lambda colour: colour.dark}
_STOREFRONT = Path(__file__).parents[2] / "storefront"
ICON = _STOREFRONT / "static" / "icons" / "favicon.svg"
MARK = _STOREFRONT / "templates" / "layout" / "mark.svg"
"""Drawn in `currentColor`."""

RADIUS = 3
"""Pixels: corners of buttons, fields and the form."""

MESSAGES = {
    "error": (palette.DANGER, palette.DANGER_SOFT),
    "success": (palette.GOOD, palette.GOOD_SOFT),
    "warning": (palette.WARN, palette.WARN_SOFT),
}
"""Edge and ground of a message, by its kind."""

Settings = dict[str, object]


def brand(scope: Construct, id: str, pool: cognito.IUserPool, client: cognito.UserPoolClient) -> None:
    """Give a client's sign-in pages the shop's look. Without any branding the newer pages show an error."""
    cognito.CfnManagedLoginBranding(
        scope,
        id,
        user_pool_id=pool.user_pool_id,
        client_id=client.user_pool_client_id,
        settings=settings(),
        assets=_assets(),
    )


def settings() -> Settings:
    """Return Cognito's `Settings`: colours as eight hexadecimal digits, the last two their opacity."""
    return {
        "categories": {
            "form": {"displayGraphics": False, "location": {"horizontal": "CENTER", "vertical": "CENTER"}},
            "global": {
                "colorSchemeMode": "DYNAMIC",
                "pageHeader": {"enabled": False},
                "pageFooter": {"enabled": False},
                "spacingDensity": "REGULAR",
            },
        },
        "componentClasses": {
            "buttons": {"borderRadius": RADIUS},
            "divider": _in_modes(lambda mode: {"borderColor": _digits(mode(palette.LINE))}),
            "focusState": _in_modes(lambda mode: {"borderColor": _digits(mode(palette.ACCENT))}),
            "input": {"borderRadius": RADIUS, **_in_modes(_input)},
            "inputDescription": _in_modes(lambda mode: {"textColor": _digits(mode(palette.MUTED))}),
            "inputLabel": _in_modes(lambda mode: {"textColor": _digits(mode(palette.TEXT))}),
            "link": _in_modes(_link),
            "statusIndicator": _in_modes(_status),
        },
        "components": {
            "alert": {"borderRadius": RADIUS, **_in_modes(_alert)},
            "favicon": {"enabledTypes": ["SVG"]},
            "form": {
                "backgroundImage": {"enabled": False},
                "borderRadius": RADIUS,
                "logo": {"enabled": True, "formInclusion": "IN", "location": "START", "position": "TOP"},
                **_in_modes(_form),
            },
            "pageBackground": {
                "image": {"enabled": False},
                **_in_modes(lambda mode: {"color": _digits(mode(palette.GROUND))}),
            },
            "pageText": _in_modes(_text),
            "primaryButton": _in_modes(_primary),
            "secondaryButton": _in_modes(_secondary),
        },
    }


def _in_modes(values: Callable[[Mode], Settings]) -> Settings:
    return {name: values(mode) for name, mode in MODES.items()}


def _digits(colour: str) -> str:
    return f"{colour.removeprefix('#')}ff"


def _input(mode: Mode) -> Settings:
    return {
        "defaults": {"backgroundColor": _digits(mode(palette.SURFACE)), "borderColor": _digits(mode(palette.EDGE))},
        "placeholderColor": _digits(mode(palette.MUTED)),
    }


def _link(mode: Mode) -> Settings:
    return {
        "defaults": {"textColor": _digits(mode(palette.ACCENT))},
        "hover": {"textColor": _digits(mode(palette.ACCENT_STRONG))},
    }


def _status(mode: Mode) -> Settings:
    return {name: _message(mode, name) | {"indicatorColor": _digits(mode(MESSAGES[name][0]))} for name in MESSAGES}


def _alert(mode: Mode) -> Settings:
    return {"error": _message(mode, "error")}


def _message(mode: Mode, name: str) -> Settings:
    strong, soft = MESSAGES[name]
    return {"backgroundColor": _digits(mode(soft)), "borderColor": _digits(mode(strong))}


def _form(mode: Mode) -> Settings:
    return {"backgroundColor": _digits(mode(palette.SURFACE)), "borderColor": _digits(mode(palette.LINE))}


def _text(mode: Mode) -> Settings:
    return {
        "headingColor": _digits(mode(palette.TEXT)),
        "bodyColor": _digits(mode(palette.TEXT)),
        "descriptionColor": _digits(mode(palette.MUTED)),
    }


def _primary(mode: Mode) -> Settings:
    rest = {"backgroundColor": _digits(mode(palette.ACCENT)), "textColor": _digits(mode(palette.ON_ACCENT))}
    pressed = rest | {"backgroundColor": _digits(mode(palette.ACCENT_STRONG))}
    return {"defaults": rest, "hover": pressed, "active": pressed}


def _secondary(mode: Mode) -> Settings:
    rest = {
        "backgroundColor": _digits(mode(palette.SURFACE)),
        "borderColor": _digits(mode(palette.EDGE)),
        "textColor": _digits(mode(palette.TEXT)),
    }
    pressed = rest | {"backgroundColor": _digits(mode(palette.ACCENT_SOFT))}
    return {"defaults": rest, "hover": pressed, "active": pressed}


def _assets() -> list[cognito.CfnManagedLoginBranding.AssetTypeProperty]:
    logos = [
        _svg("FORM_LOGO", name, _wordmark(mode))
        for name, mode in (("LIGHT", MODES["lightMode"]), ("DARK", MODES["darkMode"]))
    ]
    return [*logos, _svg("FAVICON_SVG", "DYNAMIC", ICON.read_text(encoding="utf-8"))]


def _svg(category: str, mode: str, drawing: str) -> cognito.CfnManagedLoginBranding.AssetTypeProperty:
    return cognito.CfnManagedLoginBranding.AssetTypeProperty(
        category=category,
        color_mode=mode,
        extension="SVG",
        bytes=base64.b64encode(drawing.encode()).decode(),
    )


def _wordmark(mode: Mode) -> str:
    """Return the shop's logo and name as an SVG of its own: 40 units high, as wide as the name needs."""
    mark = MARK.read_text(encoding="utf-8").replace('width="24" height="24"', 'x="0" y="4" width="32" height="32"')
    mark = mark.replace("currentColor", mode(palette.ACCENT))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {44 + 15 * len(shop.NAME)} 40">{mark}'
        f'<text x="42" y="29" font-family="Bricolage Grotesque,system-ui,sans-serif" font-size="26" font-weight="700" '
        f'letter-spacing="-1" fill="{mode(palette.TEXT)}">{escape(shop.NAME)}</text></svg>'
    )
