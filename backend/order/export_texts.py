"""The texts of the page in a data export in German and French, keyed by the English ones, which stand in the code."""

from backend.contracts.types import Language

_GERMAN = {
    "Your data at {shop}": "Ihre Daten bei {shop}",
    "This is what we keep about you, as of {day}, {time}. The files are JSON: any text editor opens them, and programs "
    "can read them. Amounts are in the smallest unit of the currency (1250 is {amount}), times in UTC.": (
        "Das speichern wir über Sie, Stand {day}, {time} Uhr. Die Dateien sind JSON: Jeder Texteditor öffnet sie, und "
        "Programme können sie lesen. Beträge stehen in der kleinsten Einheit der Währung (1250 sind {amount}), "
        "Zeiten in UTC."
    ),
    "Not in here: card numbers, which only the payment provider has; your password, which nobody can read; sessions, "
    "which end by themselves; and the index our staff search, which repeats your orders.": (
        "Nicht enthalten sind Kartennummern, die nur der Zahlungsdienstleister hat, Ihr Passwort, das niemand lesen "
        "kann, Sitzungen, die von selbst enden, und der Suchindex unserer Mitarbeiter, der Ihre Bestellungen "
        "wiederholt."
    ),
    "Something is wrong, or missing? Write to {email}.": (
        "Stimmt etwas nicht, oder fehlt etwas? Schreiben Sie an {email}."
    ),
    "{count} entry": "{count} Eintrag",
    "{count} entries": "{count} Einträge",
    "There are no invoices yet.": "Es gibt noch keine Rechnungen.",
    "The folder “invoices” holds {count} document as PDF.": "Der Ordner „invoices“ enthält {count} Dokument als PDF.",
    "The folder “invoices” holds {count} documents as PDF.": "Der Ordner „invoices“ enthält {count} Dokumente als PDF.",
    "Your account": "Ihr Konto",
    "Name, e-mail address, and the number that we know the account by.": (
        "Name, E-Mail-Adresse und die Nummer, unter der wir das Konto führen."
    ),
    "Your orders": "Ihre Bestellungen",
    "Each with its lines, prices, addresses, delivery, parcels and their tracking numbers, what happened when, "
    "returns and refunds.": (
        "Jede mit Artikeln, Preisen, Adressen, Versand, Paketen und ihren Sendungsnummern, Verlauf, Rücksendungen und "
        "Erstattungen."
    ),
    "Your invoices": "Ihre Rechnungen",
    "Each with the name and address on it, and its credit notes. They are in the folder “invoices”, as PDF.": (
        "Jede mit Name und Adresse darauf und mit ihren Rechnungskorrekturen. Als PDF liegen sie im Ordner „invoices“."
    ),
    "Your basket and addresses": "Ihr Warenkorb und Ihre Adressen",
    "What is in the basket, since when, the codes you typed, and the addresses you saved, the default first.": (
        "Was im Warenkorb liegt und seit wann, die Codes, die Sie eingegeben haben, und Ihre gespeicherten "
        "Adressen, die "
        "Standardadresse zuerst."
    ),
    "Your wish list and alerts": "Ihre Merkliste und Ihre Benachrichtigungen",
    "What you saved, since when, its price then, and what we e-mail you about.": (
        "Was Sie sich gemerkt haben, seit wann, der Preis von damals, und worüber wir Sie per E-Mail benachrichtigen."
    ),
    "The newsletter": "Der Newsletter",
    "Whether your address gets it, in which language, and when you asked for it and confirmed it.": (
        "Ob Ihre Adresse ihn bekommt, in welcher Sprache, und wann Sie ihn bestellt und bestätigt haben."
    ),
    "Your reviews": "Ihre Bewertungen",
    "What you wrote, how far it is, where its pictures are, and what the shop says to it.": (
        "Was Sie geschrieben haben, wie weit es ist, wo die Bilder liegen, und was der Shop dazu sagt."
    ),
    "Gift vouchers": "Geschenkgutscheine",
    "Those that we mailed to you: what they are worth, what is left, and the words with them.": (
        "Die wir Ihnen geschickt haben: was sie wert sind, was übrig ist, und die Worte dazu."
    ),
    "Mails and messages": "E-Mails und Nachrichten",
    "Every mail about an order with its words, whom it went to, and what you wrote to us with our answer.": (
        "Jede E-Mail zu einer Bestellung mit ihrem Text und Empfänger, und was Sie uns geschrieben haben, mit unserer "
        "Antwort."
    ),
    "Our notes": "Unsere Notizen",
    "What we wrote down about you and your orders, without the writer’s name.": (
        "Was wir über Sie und Ihre Bestellungen notiert haben, ohne den Namen dessen, der es schrieb."
    ),
}
_FRENCH = {
    "Your data at {shop}": "Vos données chez {shop}",
    "This is what we keep about you, as of {day}, {time}. The files are JSON: any text editor opens them, and programs "
    "can read them. Amounts are in the smallest unit of the currency (1250 is {amount}), times in UTC.": (
        "Voici ce que nous conservons sur vous, au {day} à {time}. Les fichiers sont en JSON\u00a0: tout éditeur "
        "de texte "
        "les ouvre, et des programmes peuvent les lire. Les montants sont dans la plus petite unité de la monnaie "
        "(1250 vaut {amount}), les heures en UTC."
    ),
    "Not in here: card numbers, which only the payment provider has; your password, which nobody can read; sessions, "
    "which end by themselves; and the index our staff search, which repeats your orders.": (
        "N’y figurent pas\u00a0: les numéros de carte, que seul le prestataire de paiement possède\u00a0; votre "
        "mot de passe, que "
        "personne ne peut lire\u00a0; les sessions, qui s’achèvent d’elles-mêmes\u00a0; et l’index où notre "
        "personnel cherche, "
        "qui répète vos commandes."
    ),
    "Something is wrong, or missing? Write to {email}.": (
        "Quelque chose est inexact, ou manque\u00a0? Écrivez à {email}."
    ),
    "{count} entry": "{count} entrée",
    "{count} entries": "{count} entrées",
    "There are no invoices yet.": "Il n’y a pas encore de facture.",
    "The folder “invoices” holds {count} document as PDF.": (
        "Le dossier «\u00a0invoices\u00a0» contient {count} document en PDF."
    ),
    "The folder “invoices” holds {count} documents as PDF.": (
        "Le dossier «\u00a0invoices\u00a0» contient {count} documents en PDF."
    ),
    "Your account": "Votre compte",
    "Name, e-mail address, and the number that we know the account by.": (
        "Nom, adresse e-mail et le numéro sous lequel nous connaissons le compte."
    ),
    "Your orders": "Vos commandes",
    "Each with its lines, prices, addresses, delivery, parcels and their tracking numbers, what happened when, "
    "returns and refunds.": (
        "Chacune avec ses articles, prix, adresses, livraison, colis et numéros de suivi, son déroulement, les retours "
        "et les remboursements."
    ),
    "Your invoices": "Vos factures",
    "Each with the name and address on it, and its credit notes. They are in the folder “invoices”, as PDF.": (
        "Chacune avec le nom et l’adresse qu’elle porte, et ses avoirs. Elles sont en PDF dans le dossier "
        "«\u00a0invoices\u00a0»."
    ),
    "Your basket and addresses": "Votre panier et vos adresses",
    "What is in the basket, since when, the codes you typed, and the addresses you saved, the default first.": (
        "Ce que contient le panier et depuis quand, les codes que vous avez saisis et les adresses enregistrées, celle "
        "par défaut en premier."
    ),
    "Your wish list and alerts": "Votre liste d’envies et vos alertes",
    "What you saved, since when, its price then, and what we e-mail you about.": (
        "Ce que vous avez gardé, depuis quand, son prix d’alors, et ce dont nous vous avertissons par e-mail."
    ),
    "The newsletter": "La newsletter",
    "Whether your address gets it, in which language, and when you asked for it and confirmed it.": (
        "Si votre adresse la reçoit, dans quelle langue, et quand vous l’avez demandée et confirmée."
    ),
    "Your reviews": "Vos avis",
    "What you wrote, how far it is, where its pictures are, and what the shop says to it.": (
        "Ce que vous avez écrit, où cela en est, où sont les photos, et ce que la boutique en dit."
    ),
    "Gift vouchers": "Bons cadeaux",
    "Those that we mailed to you: what they are worth, what is left, and the words with them.": (
        "Ceux que nous vous avons envoyés\u00a0: leur valeur, ce qu’il en reste et les mots qui les accompagnent."
    ),
    "Mails and messages": "E-mails et messages",
    "Every mail about an order with its words, whom it went to, and what you wrote to us with our answer.": (
        "Chaque e-mail au sujet d’une commande avec son texte et son destinataire, et ce que vous nous avez écrit avec "
        "notre réponse."
    ),
    "Our notes": "Nos notes",
    "What we wrote down about you and your orders, without the writer’s name.": (
        "Ce que nous avons noté sur vous et vos commandes, sans le nom de qui l’a écrit."
    ),
}
TEXTS: dict[Language, dict[str, str]] = {"en": {}, "de": _GERMAN, "fr": _FRENCH}


def say(language: Language, text: str, **values: str) -> str:
    """Return a text in a language, with its values filled in."""
    return TEXTS[language].get(text, text).format(**values)
