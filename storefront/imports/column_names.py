"""What programs and merchants call the columns of a plain table, by field and in several languages."""

TITLE, DESCRIPTION = "title", "description"
PRICE, GROSS, NET = "price", "price with tax", "price without tax"

FIELD_NAMES = {
    TITLE: (
        "title", "name", "product name", "product title", "item name", "item-name", "item title", "article name",
        "artikelname", "artikelbezeichnung", "produktname", "bezeichnung", "titel", "itemtextname", "oxtitle",
        "us title short", "nom", "nom du produit", "titre", "désignation", "nombre", "nombre del producto", "nome",
        "nome prodotto", "nome do produto", "naam", "productnaam", "nazwa", "nazwa produktu", "p name", "artículo",
        "omschrijving", "translations.default.name",
    ),
    "SKU": (
        "sku", "variant sku", "product sku", "item sku", "seller-sku", "seller sku", "product code",
        "product number", "productnumber", "article number", "article code", "customlabel", "custom label",
        "custom label (sku)", "item number", "ordernumber",
        "reference", "variationno", "oxartnum", "artikelnummer", "art.-nr.", "artikel-nr.", "artikelnr",
        "bestellnummer", "référence", "référence produit", "referencia", "riferimento", "codice", "código",
        "artikelcode", "kod", "indeks", "p model", "model", "anr", "artnr", "art.nr.", "art. nr.",
        "artikel nr.", "nr", "nr.", "product code/sku", "contribution sku",
    ),
    "SKU of the variant": ("product variation sku",),
    "id": (
        "id", "product id", "item id", "itemid", "artikel-id", "produkt-id", "oxid", "internal id",
        "product internal id",
    ),
    "parent": (
        "parent", "parent sku", "parent id", "parentid", "parent product", "vaterartikel", "vaterartikelnummer",
        "hauptartikel", "mainnumber", "oxparentid", "parent.productnumber",
        "child parent sku relationship.parent sku",
    ),
    "group": (
        "handle", "url handle", "product handle", "reference handle", "product url", "item group id", "slug",
        "handleid",
    ),
    PRICE: (
        "price", "selling price", "sales price", "retail price", "unit price", "variant price", "standard price",
        "regular price", "variationsalesprice", "oxprice", "price ek", "preis", "verkaufspreis", "vk", "vk-preis",
        "prix", "prix de vente", "precio", "precio de venta", "prezzo", "prezzo di vendita", "preço", "prijs",
        "verkoopprijs", "cena", "precio venta", "startprice", "start price", "your price",
        "purchasable offer.our price.schedule.value with tax",
    ),
    GROSS: (
        "price tax included", "price tax incl.", "price (tax incl.)", "price (tax included)", "price incl. tax",
        "price incl. vat", "price gross", "gross price", "bruttopreis", "preis brutto", "preis (brutto)",
        "brutto-vk", "vk brutto", "prix ttc", "prix (ttc)", "prix de vente ttc", "precio con iva", "prezzo ivato",
        "cena brutto", "price inc vat", "price inc. vat", "price incl vat", "price incl. tax", "price including vat",
        "price including tax", "preis inkl. mwst.", "preis inkl. mwst", "preis (inkl. mwst.)", "verkoopprijs incl. btw",
        "prijs incl. btw", "pvp", "prezzo iva inclusa", "price.default.gross",
    ),
    NET: (
        "price tax excluded", "price tax excl.", "price (tax excl.)", "price (tax excluded)", "price excl. tax",
        "price excl. vat", "price net", "net price", "nettopreis", "preis netto", "preis (netto)", "netto-vk",
        "vk netto", "prix ht", "prix (ht)", "prix de vente ht", "precio sin iva", "prezzo netto", "cena netto",
        "p pricenotax", "price ex vat", "price ex. vat", "price excl vat", "price excluding vat", "price excluding tax",
        "preis zzgl. mwst.", "preis zzgl. mwst", "preis exkl. mwst.", "preis (zzgl. mwst.)", "verkoopprijs excl. btw",
        "prijs excl. btw", "prezzo iva esclusa", "price.default.net",
    ),
    "sale price": (
        "sale price", "special price", "discounted price", "angebotspreis", "aktionspreis", "prix promo",
        "prix promotionnel", "precio rebajado", "prezzo scontato",
    ),
    "whether on sale": ("on sale", "is on sale"),
    "price before": (
        "compare-at price", "compare at price", "variant compare at price", "price old", "old price", "was price",
        "msrp", "rrp", "list price", "uvp", "pseudoprice ek", "alter preis", "streichpreis", "prix barré",
        "ancien prix", "strikethroughprice", "compare to price",
    ),
    "pieces": (
        "quantity", "qty", "stock", "stock level", "stock quantity", "quantity in stock", "current stock",
        "inventory", "inventory quantity", "variant inventory qty", "available quantity", "instock", "in stock",
        "oxstock", "on hand", "quantité", "quantité en stock", "lagerbestand", "bestand", "lagerbestand gesamt",
        "menge", "cantidad", "existencias", "quantità", "giacenza", "quantidade", "estoque", "voorraad", "aantal",
        "ilość", "stan", "p stock", "anzahl", "stückzahl", "auf lager", "lager",
        "availability", "verfügbarkeit", "disponibilité", "disponibilidad", "disponibilità",
        "current stock level", "fulfillment availability.quantity",
    ),
    "category": (
        "category", "categories", "product category", "category path", "default category", "main category",
        "department", "kategorie", "kategorien", "warengruppe", "catégorie", "catégories", "categoría",
        "categorías", "categoria", "categorie", "kategoria", "kategorie produktu", "reporting category",
        "famille", "familia", "famiglia", "product type", "type", "collection",
        "ebay category 1 name",
    ),
    "brand": (
        "brand", "brand name", "manufacturer", "manufacturer name", "vendor", "hersteller", "marke", "marque",
        "fabricant", "marca", "merk", "marka", "producent", "supplier", "manufacturer.translations.default.name",
        "c:brand", "c:marke", "c:marque", "c:marca",
    ),
    DESCRIPTION: (
        "description", "product description", "long description", "item-description", "description long",
        "body (html)", "body html", "us description long", "full description", "beschreibung",
        "artikelbeschreibung", "langbeschreibung", "descripción", "descrizione", "descrição", "beschrijving",
        "opis", "p desc", "short description", "kurzbeschreibung", "us description short", "oxshortdesc",
        "translations.default.description", "plaindescription",
    ),
    "tags": ("tags", "keywords", "search keywords", "schlagwörter", "mots-clés", "etiquetas"),
    "pictures": (
        "image", "images", "image url", "image urls", "image link", "image src", "image-url", "main image",
        "main image url", "hosted image urls", "product image", "product image url", "picture", "pictures",
        "picture url", "photo", "photos", "item photo url", "cover media url", "bild", "bilder", "bild-url",
        "bildurl", "image name", "imagen", "imágenes", "immagine", "immagini", "imagem", "afbeelding", "zdjęcie",
        "zdjęcia", "p image", "imageurl", "cover.media.url", "productimageurl", "mediaurl", "picurl",
        "product media main image url", "main product image locator.media location", "image url (import)",
        "internal image url (export)",
    ),
    "first day of the sale": (
        "sale start", "sale starts", "sale start date", "sale price start date", "special price from date",
        "date sale price starts", "discount from", "sale from date", "aktionspreis von", "angebotspreis von",
        "angebot von",
    ),
    "last day of the sale": (
        "sale end", "sale ends", "sale end date", "sale price end date", "special price to date",
        "date sale price ends", "discount to", "aktionspreis bis", "angebotspreis bis", "angebot bis",
    ),
    "unit": ("unit", "einheit", "mengeneinheit", "unité", "unidad", "unità", "eenheid", "jednostka"),
    "currency": ("currency", "currency code", "währung", "devise", "moneda", "valuta", "waluta"),
    "variation": (
        "variation name", "variant name", "variant title", "us variant", "variation", "variante", "ausführung",
        "variación", "déclinaison", "relationshipdetails", "relationship details", "variation details",
    ),
    "visibility": (
        "visible", "product visible", "visibility", "active", "published", "enabled", "status", "state", "aktiv",
        "sichtbar", "etat", "état", "actif", "activo", "attivo", "actief", "aktywny", "p status",
        "square online item visibility", "is visible", "allow purchases", "product is available",
    ),
    "archived": ("archived",),
    "whether counted": ("inventory tracking", "track inventory", "is inventory tracked"),
    "surcharge": ("surcharge",),
    "discount kind": ("discountmode",),
    "discount": ("discountvalue",),
}  # fmt: skip
"""Names in lower case, the best of each field first."""
COUNTS_OR_CONTENTS = frozenset((
    *("quantity", "qty", "menge", "quantité", "cantidad", "quantità", "quantidade", "aantal", "ilość", "anzahl"),
))  # fmt: skip
"""Names that tell pieces, or what a piece holds where a unit of weight or volume stands beside them."""
