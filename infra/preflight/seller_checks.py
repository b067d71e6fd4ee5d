"""Does the shop say who sells?"""

from collections.abc import Iterator

from infra.preflight.finding import Finding, Level, Target

_ABOUT = "seller"


def seller(target: Target) -> Iterator[Finding]:
    """Yield whether the imprint, mails and invoices would name the sample. Strangers visit even a demonstration, and
    may ask who runs it (Directive 2000/31/EC, article 5)."""
    config = target.config
    if not config.has_sample_seller:
        yield Finding(Level.OK, _ABOUT, f"{config.seller.name} sells")
    else:
        yield Finding(
            Level.NOTE if config.trial else Level.STOP,
            _ABOUT,
            "imprint, mails and invoices name the sample, whose data nobody has: say who sells in “[seller]”",
        )
