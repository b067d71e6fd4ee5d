"""What programs and merchants call the columns of a plain table, by field and in several languages."""

TITLE, DESCRIPTION = "title", "description"
PRICE, GROSS, NET = "price", "price with tax", "price without tax"

FIELD_NAMES = {
    TITLE: (
        "title", "name", "product name", "product title", "item name", "item-name", "item title", "article name",
        "artikelname", "artikelbezeichnung", "produktname", "bezeichnung", "titel", "itemtextname", "oxtitle",
        "us title short", "nom", "nom du produit", "titre", "désignation", "nombre", "nombre del producto", "nome",
        "nome prodotto", "nome do produto", "naam", "productnaam", "nazwa", "nazwa produktu", "p name",
    ),
    "SKU": (
        "sku", "variant sku", "product sku", "item sku", "seller-sku", "seller sku", "product code",
        "product number", "productnumber", "article number", "article code", "item number", "ordernumber",
        "reference", "variationno", "oxartnum", "artikelnummer", "art.-nr.", "artikel-nr.", "artikelnr",
        "bestellnummer", "référence", "référence produit", "referencia", "riferimento", "codice", "código",
        "artikelcode", "kod", "indeks", "p model", "model",
    ),
    "id": ("id", "product id", "item id", "itemid", "artikel-id", "produkt-id", "oxid", "internal id"),
    "parent": (
        "parent", "parent sku", "parent id", "parentid", "parent product", "vaterartikel", "vaterartikelnummer",
        "hauptartikel", "mainnumber", "oxparentid",
    ),
    "group": (
        "handle", "url handle", "product handle", "reference handle", "product url", "item group id", "slug",
    ),
    PRICE: (
        "price", "selling price", "sales price", "retail price", "unit price", "variant price", "standard price",
        "regular price", "variationsalesprice", "oxprice", "price ek", "preis", "verkaufspreis", "vk", "vk-preis",
        "prix", "prix de vente", "precio", "precio de venta", "prezzo", "prezzo di vendita", "preço", "prijs",
        "verkoopprijs", "cena",
    ),
    GROSS: (
        "price tax included", "price tax incl.", "price (tax incl.)", "price (tax included)", "price incl. tax",
        "price incl. vat", "price gross", "gross price", "bruttopreis", "preis brutto", "preis (brutto)",
        "brutto-vk", "vk brutto", "prix ttc", "prix (ttc)", "prix de vente ttc", "precio con iva", "prezzo ivato",
        "cena brutto",
    ),
    NET: (
        "price tax excluded", "price tax excl.", "price (tax excl.)", "price (tax excluded)", "price excl. tax",
        "price excl. vat", "price net", "net price", "nettopreis", "preis netto", "preis (netto)", "netto-vk",
        "vk netto", "prix ht", "prix (ht)", "prix de vente ht", "precio sin iva", "prezzo netto", "cena netto",
        "p pricenotax",
    ),
    "sale price": (
        "sale price", "special price", "discounted price", "angebotspreis", "aktionspreis", "prix promo",
        "prix promotionnel", "precio rebajado", "prezzo scontato",
    ),
    "whether on sale": ("on sale", "is on sale"),
    "price before": (
        "compare-at price", "compare at price", "variant compare at price", "price old", "old price", "was price",
        "msrp", "rrp", "list price", "uvp", "pseudoprice ek", "alter preis", "streichpreis", "prix barré",
        "ancien prix",
    ),
    "pieces": (
        "quantity", "qty", "stock", "stock level", "stock quantity", "quantity in stock", "current stock",
        "inventory", "inventory quantity", "variant inventory qty", "available quantity", "instock", "in stock",
        "oxstock", "on hand", "quantité", "quantité en stock", "lagerbestand", "bestand", "lagerbestand gesamt",
        "menge", "cantidad", "existencias", "quantità", "giacenza", "quantidade", "estoque", "voorraad", "aantal",
        "ilość", "stan", "p stock",
    ),
    "category": (
        "category", "categories", "product category", "category path", "default category", "main category",
        "department", "kategorie", "kategorien", "warengruppe", "catégorie", "catégories", "categoría",
        "categorías", "categoria", "categorie", "kategoria", "kategorie produktu", "reporting category",
        "product type", "type",
    ),
    "brand": (
        "brand", "brand name", "manufacturer", "manufacturer name", "vendor", "hersteller", "marke", "marque",
        "fabricant", "marca", "merk", "marka", "producent", "supplier",
    ),
    DESCRIPTION: (
        "description", "product description", "long description", "item-description", "description long",
        "body (html)", "body html", "us description long", "full description", "beschreibung",
        "artikelbeschreibung", "langbeschreibung", "descripción", "descrizione", "descrição", "beschrijving",
        "opis", "p desc", "short description", "kurzbeschreibung", "us description short", "oxshortdesc",
    ),
    "tags": ("tags", "keywords", "search keywords", "schlagwörter", "mots-clés", "etiquetas"),
    "pictures": (
        "image", "images", "image url", "image urls", "image link", "image src", "image-url", "main image",
        "main image url", "hosted image urls", "product image", "product image url", "picture", "pictures",
        "picture url", "photo", "photos", "item photo url", "cover media url", "bild", "bilder", "bild-url",
        "bildurl", "image name", "imagen", "imágenes", "immagine", "immagini", "imagem", "afbeelding", "zdjęcie",
        "zdjęcia", "p image",
    ),
    "currency": ("currency", "currency code", "währung", "devise", "moneda", "valuta", "waluta"),
    "variation": ("variation name", "variant name", "variant title"),
    "visibility": (
        "visible", "product visible", "visibility", "active", "published", "enabled", "status", "state", "aktiv",
        "sichtbar", "etat", "état", "actif", "activo", "attivo", "actief", "aktywny", "p status",
    ),
    "archived": ("archived",),
}  # fmt: skip
"""Names in lower case, the best of each field first."""
