"""What the pages say in German and French, by the English texts, which stand where they are said."""

from html import escape

from backend.contracts.types import Language

_GERMAN = {
    "Your card": "Ihre Karte",
    "Card number": "Kartennummer",
    "Expires": "Gültig bis",
    "Security code": "Prüfnummer",
    "MM/YY": "MM/JJ",
    "Total": "Gesamtsumme",
    "Use this card": "Diese Karte verwenden",
    "Back to the shop": "Zurück zum Shop",
    "no money moves here. Use a test card, never a real one.": (
        "hier fließt kein Geld. Verwenden Sie eine Testkarte, niemals eine echte."
    ),
    "Test cards": "Testkarten",
    "With any date to come and any security code.": ("Mit beliebigem künftigen Datum und beliebiger Prüfnummer."),
    "Approved": "Wird angenommen",
    "Approved, Mastercard": "Wird angenommen, Mastercard",
    "Declined by the bank": "Wird von der Bank abgelehnt",
    "Declined: not enough funds": "Wird abgelehnt: nicht ausreichend gedeckt",
    "Declined: the card has expired": "Wird abgelehnt: abgelaufen",
    "Declined: wrong security code": "Wird abgelehnt: falsche Prüfnummer",
    "Asks for a confirmation (3-D Secure)": "Verlangt eine Bestätigung (3-D Secure)",
    "Answers after 3 seconds, its webhook comes first": "Antwortet nach 3 Sekunden, der Webhook kommt vorher",
    "Takes the money, then times out": "Nimmt das Geld, antwortet dann nicht",
    "Takes the money, then answers with an error": "Nimmt das Geld, antwortet dann mit einem Fehler",
    "Webhooks come a minute late": "Webhooks kommen eine Minute zu spät",
    "Webhooks come twice": "Webhooks kommen doppelt",
    "Webhooks come out of order": "Webhooks kommen in falscher Reihenfolge",
    "Times out and sends no webhooks": "Antwortet nicht und sendet keine Webhooks",
    "Enter the card number.": "Geben Sie die Kartennummer ein.",
    "A card number has 12 to 19 digits.": "Eine Kartennummer hat 12 bis 19 Ziffern.",
    "This card number is not right. Please check its digits.": (
        "Diese Kartennummer stimmt nicht. Bitte prüfen Sie die Ziffern."
    ),
    "Only the sandbox’s test cards work here. Never enter a real card.": (
        "Hier funktionieren nur die Testkarten. Geben Sie niemals eine echte Karte ein."
    ),
    "Enter the month and year as MM/YY, such as 04/29.": "Geben Sie Monat und Jahr als MM/JJ ein, zum Beispiel 04/29.",
    "This card has expired.": "Diese Karte ist abgelaufen.",
    "Enter the 3 digits on the card.": "Geben Sie die 3 Ziffern von der Karte ein.",
    "Enter the 4 digits on the card.": "Geben Sie die 4 Ziffern von der Karte ein.",
    "Confirm your payment": "Zahlung bestätigen",
    "Is this you?": "Sind Sie das?",
    "Your bank asks you to confirm a payment of {total} with your {brand} card ending in {last4}.": (
        "Ihre Bank bittet Sie, eine Zahlung von {total} mit Ihrer {brand}-Karte mit den Endziffern {last4} "
        "zu bestätigen."
    ),
    "Confirm the payment": "Zahlung bestätigen",
    "Do not pay": "Nicht bezahlen",
}
_FRENCH = {
    "Your card": "Votre carte",
    "Card number": "Numéro de carte",
    "Expires": "Expire le",
    "Security code": "Cryptogramme",
    "MM/YY": "MM/AA",
    "Total": "Total",
    "Use this card": "Utiliser cette carte",
    "Back to the shop": "Retour à la boutique",
    "no money moves here. Use a test card, never a real one.": (
        "aucun argent ne circule ici. Utilisez une carte de test, jamais une vraie."
    ),
    "Test cards": "Cartes de test",
    "With any date to come and any security code.": (
        "Avec n’importe quelle date à venir et n’importe quel cryptogramme."
    ),
    "Approved": "Acceptée",
    "Approved, Mastercard": "Acceptée, Mastercard",
    "Declined by the bank": "Refusée par la banque",
    "Declined: not enough funds": "Refusée\u00a0: provision insuffisante",
    "Declined: the card has expired": "Refusée\u00a0: carte expirée",
    "Declined: wrong security code": "Refusée\u00a0: mauvais cryptogramme",
    "Asks for a confirmation (3-D Secure)": "Demande une confirmation (3-D Secure)",
    "Answers after 3 seconds, its webhook comes first": "Répond après 3 secondes, le webhook arrive avant",
    "Takes the money, then times out": "Prend l’argent, puis ne répond pas",
    "Takes the money, then answers with an error": "Prend l’argent, puis répond par une erreur",
    "Webhooks come a minute late": "Les webhooks ont une minute de retard",
    "Webhooks come twice": "Les webhooks arrivent deux fois",
    "Webhooks come out of order": "Les webhooks arrivent dans le désordre",
    "Times out and sends no webhooks": "Ne répond pas et n’envoie aucun webhook",
    "Enter the card number.": "Saisissez le numéro de carte.",
    "A card number has 12 to 19 digits.": "Un numéro de carte comporte de 12 à 19 chiffres.",
    "This card number is not right. Please check its digits.": (
        "Ce numéro de carte n’est pas correct. Vérifiez les chiffres."
    ),
    "Only the sandbox’s test cards work here. Never enter a real card.": (
        "Seules les cartes de test fonctionnent ici. Ne saisissez jamais une vraie carte."
    ),
    "Enter the month and year as MM/YY, such as 04/29.": "Saisissez le mois et l’année, par exemple 04/29.",
    "This card has expired.": "Cette carte a expiré.",
    "Enter the 3 digits on the card.": "Saisissez les 3 chiffres de la carte.",
    "Enter the 4 digits on the card.": "Saisissez les 4 chiffres de la carte.",
    "Confirm your payment": "Confirmez votre paiement",
    "Is this you?": "Est-ce bien vous\u00a0?",
    "Your bank asks you to confirm a payment of {total} with your {brand} card ending in {last4}.": (
        "Votre banque vous demande de confirmer un paiement de {total} avec votre carte {brand} se terminant par "
        "{last4}."
    ),
    "Confirm the payment": "Confirmer le paiement",
    "Do not pay": "Ne pas payer",
}
TEXTS: dict[Language, dict[str, str]] = {"en": {}, "de": _GERMAN, "fr": _FRENCH}


def say(language: Language, text: str) -> str:
    """Return a text in a language, as HTML; one that has no translation stays English."""
    return escape(TEXTS[language].get(text, text), quote=False)


def language_of(asked: str) -> Language:
    """Return the language that is asked for; English in place of what the pages do not speak."""
    return next((each for each in TEXTS if each == asked), "en")
