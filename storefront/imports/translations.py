"""What WooCommerce calls its columns in the languages that it exports in: German, French, Spanish, Dutch, Italian,
Polish, Portuguese.

From real exports; plugins and versions differ in some words, so that a column may have several names.
"""

_NAMES = {
    "type": ("typ", "tipo"),
    "sku": ("artikelnummer", "art.-nr.", "artikelnummer (sku)", "ugs", "référence", "cod", "código sku", "ref"),
    "name": ("nom", "nombre", "naam", "nome", "nazwa"),
    "published": ("veröffentlicht", "publié", "publicado", "gepubliceerd", "pubblicato", "opublikowano",
                  "opublikowane"),
    "visibility in catalog": (
        "sichtbarkeit im katalog", "katalogsichtbarkeit", "visibilité dans le catalogue", "visibilidad en el catálogo",
        "zichtbaarheid in catalogus", "visibilità nel catalogo", "widoczność w katalogu", "visibilidade no catálogo",
    ),
    "short description": (
        "kurzbeschreibung", "description courte", "descripción corta", "korte beschrijving", "korte omschrijving",
        "breve descrizione", "descrizione breve", "krótki opis", "descrição curta",
    ),
    "description": ("beschreibung", "descripción", "beschrijving", "descrizione", "opis", "descrição"),
    "date sale price starts": (
        "datum, an dem angebotspreis beginnt", "datum, an dem der angebotspreis beginnt", "angebotspreis gültig ab",
        "date de début de promo", "día en que empieza el precio rebajado", "startdatum actieprijs",
        "data di inizio dell'offerta", "data inizio saldo", "data rozpoczęcia promocji",
        "data de preço promocional começa em",
    ),
    "date sale price ends": (
        "datum, an dem angebotspreis endet", "datum, an dem der angebotspreis endet", "angebotspreis gültig bis",
        "date de fin de promo", "día en que termina el precio rebajado", "einddatum actieprijs",
        "data di fine dell'offerta", "data fine saldo", "data zakończenia promocji",
        "data de preço promocional termina em",
    ),
    "in stock?": (
        "vorrätig?", "auf lager?", "en stock?", "en inventaire?", "¿en inventario?", "¿existencias?", "op voorraad?",
        "disponibile?", "w magazynie?", "em estoque?", "em estoque",
    ),
    "stock": ("lager", "lagerbestand", "bestand", "inventaire", "inventario", "voorraad", "magazzino",
              "stan magazynowy", "estoque"),
    "backorders allowed?": (
        "lieferrückstände erlaubt?", "rückstände erlaubt?", "autoriser les commandes de produits en rupture?",
        "¿permitir reservas de productos agotados?", "nabestellingen toestaan?", "abilita gli ordini arretrati?",
        "pozwalać na zamówienia oczekujące (na dostawę do magazynu)?", "são permitidas encomendas?",
        "são permitidas encomendas",
    ),
    "sale price": (
        "angebotspreis", "tarif promo", "prix promo", "precio rebajado", "actieprijs", "prezzo in offerta",
        "cena promocyjna", "preço promocional",
    ),
    "regular price": (
        "regulärer preis", "tarif régulier", "prix régulier", "precio normal", "reguliere prijs", "prezzo di listino",
        "cena", "cena regularna", "preço de venda", "preço",
    ),
    "categories": ("kategorien", "catégories", "categorías", "categorieën", "categorie", "kategorie", "categorias"),
    "tags": ("schlagwörter", "étiquettes", "etiquetas", "tag", "tagi", "znaczniki"),
    "tax status": ("steuerstatus", "état de la tva", "estado del impuesto", "status podatku", "status de taxa"),
    "tax class": (
        "steuerklasse", "classe de tva", "clase de impuesto", "belastingklasse", "aliquota di imposta",
        "klasa podatkowa", "classe de taxa",
    ),
    "images": ("bilder", "imágenes", "afbeeldingen", "immagini", "obrazki", "imagens"),
    "parent": ("übergeordnetes produkt", "superior", "hoofd", "genitore", "element nadrzędny", "ascendente"),
    "brands": ("marken", "marques", "marcas", "merken", "marchi", "marki", "marca", "marque"),
}  # fmt: skip
_NUMBERED = {
    "attribute {} name": (
        "attribut {} name", "nom de l'attribut {}", "nombre del atributo {}", "naam eigenschap {}", "attributo {} nome",
        "nome dell'attributo {}", "nazwa atrybutu {}", "nome do atributo {}",
    ),
    "attribute {} value(s)": (
        "attribut {} wert(e)", "valeur(s) de l'attribut {}", "valor(es) del atributo {}", "waarde(n) eigenschap {}",
        "waarde eigenschap {}", "attributo {} valore(i)", "attributo {} valuta(e)", "valore(i) dell'attributo {}",
        "wartości atrybutu {}", "valores do atributo {}",
    ),
}  # fmt: skip
MOST_ATTRIBUTES = 30

WOOCOMMERCE = {other: name for name, others in _NAMES.items() for other in others} | {
    other.format(number): name.format(number)
    for name, others in _NUMBERED.items()
    for other in others
    for number in range(1, MOST_ATTRIBUTES + 1)
}
"""Translated names of columns, in lower case, with WooCommerce's English ones."""
