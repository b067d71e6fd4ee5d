"""Classes of tax that the shop has, against what files say of them."""

import pytest
from msgspec.structs import replace

from backend.contracts.tax import TaxClass
from storefront.imports.upsert import upsert
from tests.storefront.imports.reading import good
from tests.storefront.imports.shop import Shop

SHOPIFY = "Handle,Title,Variant Price,Variant Taxable\n"
WOOCOMMERCE = "ID,Type,SKU,Name,Published,Regular price,Categories,Tax status\n"


def put(file: str) -> None:
    (imported,) = good(file)
    upsert(imported.product, token="staff-token", tax_classes=imported.tax_classes)


@pytest.mark.parametrize(
    ("file", "here", "afterwards"),
    [
        ("Handle,Title,Variant Price\noil,Oil,12.50\n", TaxClass.ZERO, TaxClass.ZERO),
        (SHOPIFY + "oil,Oil,12.50,\n", TaxClass.ZERO, TaxClass.ZERO),
        (SHOPIFY + "oil,Oil,12.50,TRUE\n", TaxClass.ZERO, TaxClass.STANDARD),
        (SHOPIFY + "oil,Oil,12.50,TRUE\n", TaxClass.BOOKS, TaxClass.BOOKS),
        (SHOPIFY + "oil,Oil,12.50,FALSE\n", TaxClass.BOOKS, TaxClass.ZERO),
        (WOOCOMMERCE + "1,simple,oil,Oil,1,12.50,Things,taxable\n", TaxClass.ZERO, TaxClass.STANDARD),
        (WOOCOMMERCE + "1,simple,oil,Oil,1,12.50,Things,taxable\n", TaxClass.REDUCED, TaxClass.REDUCED),
        (WOOCOMMERCE + "1,simple,oil,Oil,1,12.50,Things,\n", TaxClass.ZERO, TaxClass.ZERO),
    ],
)
def test_a_file_changes_the_class_only_where_it_says_something_else(
    shop: Shop, file: str, here: TaxClass, afterwards: TaxClass
) -> None:
    put(file)
    shop.products["oil"] = replace(shop.products["oil"], tax_class=here)
    put(file)
    assert shop.products["oil"].tax_class is afterwards
