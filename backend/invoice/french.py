"""The texts of documents in French, keyed by the English ones."""

TEXTS = {
    "Invoice": "Facture",
    "Invoice date": "Date de facture",
    "Order": "Commande",
    "Order date": "Commandé le",
    "Delivery by": "Livraison d’ici le",
    "Date of supply": "Livré le",
    "Delivered to": "Livré à",
    "Item": "Article",
    "Quantity": "Quantité",
    "Each": "Prix unitaire",
    "Amount": "Montant",
    "Credit note": "Avoir",
    "Date": "Date",
    "For return {number} we gave back {amount} of invoice {invoice} of {day}.": (
        "Pour le retour {number}, nous avons remboursé {amount} de la facture {invoice} du {day}."
    ),
    "For order {number} we gave back {amount} of invoice {invoice} of {day}.": (
        "Pour la commande {number}, nous avons remboursé {amount} de la facture {invoice} du {day}."
    ),
    "Given back": "Remboursé",
    "Reason: {reason}": "Motif\u00a0: {reason}",
    "The money went back to the gift voucher that paid the invoice.": (
        "L’argent a été recrédité sur le bon cadeau qui a payé la facture."
    ),
    "The money went back to the card that paid the invoice.": (
        "L’argent a été remboursé sur la carte qui a payé la facture."
    ),
    "Prices include VAT.": "Les prix s’entendent TVA comprise.",
    "No VAT is charged on this delivery.": "Aucune TVA n’est facturée pour cette livraison.",
    "Gift vouchers good for all articles are sold without VAT: it is due when they are spent.": (
        "Les bons cadeaux valables sur tous les articles sont vendus sans TVA\u00a0: elle est due lorsqu’ils sont "
        "dépensés."
    ),
    "Paid in full by card.": "Entièrement payé par carte.",
    "Paid in full: {voucher} by gift voucher.": "Entièrement payé\u00a0: {voucher} par bon cadeau.",
    "Paid in full: {voucher} by gift voucher, and {card} by card.": (
        "Entièrement payé\u00a0: {voucher} par bon cadeau et {card} par carte."
    ),
    "Items": "Articles",
    "Standard delivery": "Livraison standard",
    "Express delivery": "Livraison express",
    "By e-mail": "Par e-mail",
    "Delivery": "Livraison",
    "Total": "Total",
    "of which net": "dont HT",
    "net at {rate}": "HT à {rate}",
    "plus {rate}": "plus {rate}",
    "of which {rate}": "dont {rate}",
    "{percent} tax": "{percent} de taxe",
    "{percent} VAT": "{percent} de TVA",
    "Prices are without tax, which is added to them.": "Les prix s’entendent hors taxe\u00a0; la taxe s’y ajoute.",
    "VAT ID {number}": "N°\u00a0TVA {number}",
    "Represented by {name}": "Représenté par {name}",
    "Page {page} of {pages}": "Page {page} sur {pages}",
}
