"""The texts of documents in German, keyed by the English ones."""

TEXTS = {
    "Invoice": "Rechnung",
    "Invoice date": "Rechnung vom",
    "Order": "Bestellung",
    "Order date": "Bestelldatum",
    "Delivery by": "Lieferung bis",
    "Date of supply": "Lieferdatum",
    "Delivered to": "Geliefert an",
    "Item": "Artikel",
    "Quantity": "Menge",
    "Each": "Einzelpreis",
    "Amount": "Betrag",
    "Credit note": "Rechnungskorrektur",
    "Date": "Datum",
    "For return {number} we gave back {amount} of invoice {invoice} of {day}.": (
        "Für die Rücksendung {number} haben wir {amount} der Rechnung {invoice} vom {day} erstattet."
    ),
    "For order {number} we gave back {amount} of invoice {invoice} of {day}.": (
        "Für die Bestellung {number} haben wir {amount} der Rechnung {invoice} vom {day} erstattet."
    ),
    "Given back": "Erstattet",
    "Reason: {reason}": "Grund: {reason}",
    "The money went back to the gift voucher that paid the invoice.": (
        "Das Geld ging auf den Geschenkgutschein zurück, mit dem die Rechnung bezahlt wurde."
    ),
    "The money went back to the card that paid the invoice.": (
        "Das Geld ging auf die Karte zurück, mit der die Rechnung bezahlt wurde."
    ),
    "Prices include VAT.": "Die Preise enthalten die Mehrwertsteuer.",
    "No VAT is charged on this delivery.": "Für diese Lieferung wird keine Mehrwertsteuer berechnet.",
    "Gift vouchers good for all articles are sold without VAT: it is due when they are spent.": (
        "Gutscheine für alle Artikel werden ohne Mehrwertsteuer verkauft: Sie fällt an, wenn sie eingelöst werden."
    ),
    "Paid in full by card.": "Vollständig mit Karte bezahlt.",
    "Paid in full: {voucher} by gift voucher.": "Vollständig bezahlt: {voucher} mit Geschenkgutschein.",
    "Paid in full: {voucher} by gift voucher, and {card} by card.": (
        "Vollständig bezahlt: {voucher} mit Geschenkgutschein und {card} mit Karte."
    ),
    "Items": "Artikel",
    "Standard delivery": "Standardversand",
    "Express delivery": "Expressversand",
    "By e-mail": "Per E-Mail",
    "Delivery": "Versand",
    "Total": "Gesamtsumme",
    "of which net": "davon netto",
    "net at {rate}": "netto zu {rate}",
    "plus {rate}": "zzgl. {rate}",
    "of which {rate}": "davon {rate}",
    "{percent} tax": "{percent} Steuer",
    "{percent} VAT": "{percent} MwSt.",
    "Prices are without tax, which is added to them.": "Die Preise sind ohne Steuer, die hinzukommt.",
    "VAT ID {number}": "USt-IdNr. {number}",
    "Represented by {name}": "Vertreten durch {name}",
    "Page {page} of {pages}": "Seite {page} von {pages}",
}
