"""Mails in German, with “Sie”."""

from backend.contracts.german_figures import GermanFigures
from backend.notification import german_other_mails
from backend.notification.phrasebook import Phrasebook

_FRAME = {
    "Look at your order": "Bestellung ansehen",
    "Order {number}, {day}": "Bestellung {number}, {day}",
    "Delivery to": "Lieferadresse",
    "Invoice to": "Rechnungsadresse",
    "{text}: {link}": "{text}: {link}",
    "Invoice (PDF)": "Rechnung (PDF)",
    "Invoice and credit notes (PDF)": "Rechnung und Rechnungskorrekturen (PDF)",
    "Write to us about it": "Schreiben Sie uns dazu",
    "Withdraw from the purchase": "Vertrag widerrufen",
    "Terms": "AGB",
    "Which e-mails you get": "Welche E-Mails Sie bekommen",
}
_SUMS = {
    "discount {amount}": "Rabatt {amount}",
    "Code {code}": "Code {code}",
    "Standard delivery": "Standardversand",
    "Express delivery": "Expressversand",
    "By e-mail": "Per E-Mail",
    "Delivery": "Versand",
    "by {day}": "bis {day}",
    "Free": "Kostenlos",
    "of which {rate} VAT: {amount}": "inkl. {rate} MwSt.: {amount}",
    "Tax, {rate}": "Steuer, {rate}",
    "Total": "Gesamtsumme",
    "Gift voucher": "Geschenkgutschein",
    "Code …{hint}": "Code …{hint}",
    "By card": "Mit Karte",
}
_ORDER = {
    "Your order {} is confirmed": "Ihre Bestellung {} ist bestätigt",
    "Thank you. It is yours.": "Vielen Dank für Ihre Bestellung.",
    "Your payment of {total} is taken, and the code of each gift voucher comes in a mail of its own.": (
        "Ihre Zahlung von {total} ist eingegangen. Der Code jedes Geschenkgutscheins kommt in einer eigenen E-Mail."
    ),
    "Your payment of {total} is taken, and we are getting it ready.": (
        "Ihre Zahlung von {total} ist eingegangen, und wir bereiten den Versand vor."
    ),
    "Your invoice is on the order’s page, as PDF.": "Ihre Rechnung finden Sie als PDF auf der Seite der Bestellung.",
    "It should be with you by {day}.": "Bis {day} sollte Ihre Bestellung bei Ihnen sein.",
    "Your card was declined for order {}": "Ihre Karte wurde abgelehnt: Bestellung {}",
    "Your card was declined.": "Ihre Karte wurde abgelehnt.",
    "Everything stays set aside for you until {time}. Pay with another card by then, and the order goes on.": (
        "Bis {time} Uhr bleibt alles für Sie reserviert. Zahlen Sie bis dahin mit einer anderen Karte, "
        "und die Bestellung geht weiter."
    ),
    "Nothing was charged.": "Es wurde nichts abgebucht.",
    "No more cards can be tried for this order.": "Für diese Bestellung können Sie keine weitere Karte mehr verwenden.",
    "Pay with another card": "Mit anderer Karte zahlen",
    "Please pay your order {}": "Bitte bezahlen Sie Ihre Bestellung {}",
    "Your order is ready to be paid.": "Ihre Bestellung kann bezahlt werden.",
    "We put it together for you, as you asked.": "Wir haben sie wie gewünscht für Sie zusammengestellt.",
    "Everything is set aside for you until {day}, {time}. Pay {total} by then, and the order goes on.": (
        "Bis {day}, {time} Uhr ist alles für Sie reserviert. Bezahlen Sie bis dahin {total}, "
        "und die Bestellung geht weiter."
    ),
    "Look at it and pay": "Ansehen und bezahlen",
    "Confirm the payment of {total} by {time}, and the order goes on. Until then everything is set aside.": (
        "Bestätigen Sie die Zahlung von {total} bis {time} Uhr, und die Bestellung geht weiter. "
        "Bis dahin ist alles für Sie reserviert."
    ),
    "Your bank asks you to confirm order {}": "Ihre Bank bittet um Bestätigung der Bestellung {}",
    "Your bank wants to hear from you.": "Ihre Bank wartet auf Ihre Bestätigung.",
    "Confirm the payment": "Zahlung bestätigen",
    "We could not fulfil order {}": "Wir konnten Ihre Bestellung {} nicht ausführen",
    "We cannot fulfil this order.": "Wir können diese Bestellung nicht ausführen.",
    "We are sorry: {reason}": "Es tut uns leid: {reason}",
    "Nothing is charged. What your bank may have set aside is released.": (
        "Es wird nichts abgebucht. Einen Betrag, den Ihre Bank vorgemerkt hat, gibt sie wieder frei."
    ),
    "What your gift voucher had paid is on it again.": (
        "Was Ihr Geschenkgutschein bezahlt hatte, ist ihm wieder gutgeschrieben."
    ),
    "We are sorry: we had to cancel your order. {reason}": (
        "Es tut uns leid: Wir mussten Ihre Bestellung stornieren. {reason}"
    ),
    "As you asked, we cancelled your order.": "Wir haben Ihre Bestellung wie gewünscht storniert.",
    "Order {} is cancelled": "Ihre Bestellung {} ist storniert",
    "Your order is cancelled.": "Ihre Bestellung ist storniert.",
    "What was paid or set aside goes back to your card.": (
        "Was bezahlt oder vorgemerkt war, geht auf Ihre Karte zurück."
    ),
    "{total} goes back to your card; we write again once it has.": (
        "Wir erstatten {total} auf Ihre Karte und schreiben Ihnen noch einmal, sobald das geschehen ist."
    ),
    "{total} goes back to where it came from, gift voucher or card; we write again once it has.": (
        "Wir erstatten {total} auf dem Weg, auf dem Sie bezahlt haben, Geschenkgutschein oder Karte, "
        "und schreiben Ihnen noch einmal, sobald das geschehen ist."
    ),
    "Order {} is on its way": "Ihre Bestellung {} ist unterwegs",
    "It is on its way.": "Ihre Bestellung ist unterwegs.",
    "A part of order {} is on its way": "Ein Teil Ihrer Bestellung {} ist unterwegs",
    "A part of your order is on its way.": "Ein Teil Ihrer Bestellung ist unterwegs.",
    "We write again when the rest leaves. You pay nothing more for its delivery.": (
        "Wir melden uns, sobald der Rest unterwegs ist. Für dessen Versand zahlen Sie nichts extra."
    ),
    "In this parcel": "In diesem Paket",
    "Still to come": "Folgt noch",
    "{pieces}, leaves from {day}": "{pieces}, Versand ab {day}",
    "The rest of order {} is on its way": "Der Rest Ihrer Bestellung {} ist unterwegs",
    "The rest is on its way.": "Der Rest Ihrer Bestellung ist unterwegs.",
    "We gave you a wrong number for parcel {parcel}. Please use this one.": (
        "Für Paket {parcel} hatten wir Ihnen eine falsche Nummer genannt. Bitte verwenden Sie diese."
    ),
    "A new tracking number for order {}": "Neue Sendungsnummer für Ihre Bestellung {}",
    "The tracking number is another one.": "Ihre Sendungsnummer hat sich geändert.",
    "We gave you a wrong number for your parcel. Please use this one.": (
        "Wir hatten Ihnen eine falsche Nummer für Ihr Paket genannt. Bitte verwenden Sie diese."
    ),
    "Tracking number: {number}": "Sendungsnummer: {number}",
    "Follow the parcel": "Sendung verfolgen",
    "Follow your order": "Bestellung verfolgen",
    "A part of order {} has arrived": "Ein Teil Ihrer Bestellung {} ist angekommen",
    "A part of your order has arrived.": "Ein Teil Ihrer Bestellung ist angekommen.",
    "Whatever of it you do not want to keep can be sent back from the order’s page, while the rest is still to come.": (
        "Was Sie davon nicht behalten möchten, können Sie über die Seite der Bestellung zurücksenden, auch "
        "während der Rest noch folgt."
    ),
    "We write again when more of it arrives.": "Wir melden uns, sobald mehr davon angekommen ist.",
    "The rest of order {} has arrived": "Der Rest Ihrer Bestellung {} ist angekommen",
    "The rest has arrived.": "Der Rest Ihrer Bestellung ist angekommen.",
    "Order {} has arrived": "Ihre Bestellung {} ist angekommen",
    "It has arrived.": "Ihre Bestellung ist angekommen.",
    "We hope you like it. Whatever you do not want to keep can be sent back from the order’s page.": (
        "Wir hoffen, sie gefällt Ihnen. Was Sie nicht behalten möchten, können Sie über die Seite der Bestellung "
        "zurücksenden."
    ),
    "There you can also review what you bought: it helps others to choose.": (
        "Dort können Sie auch bewerten, was Sie gekauft haben: Das hilft anderen bei der Auswahl."
    ),
    "{amount} back to your card for order {}": "{amount} zurück auf Ihre Karte für Bestellung {}",
    "{amount} is back on its way to you.": "Wir haben Ihnen {amount} erstattet.",
    "We gave it back to your card on {day}. Your bank may need a few days to show it.": (
        "Am {day} haben wir den Betrag Ihrer Karte gutgeschrieben. Bis Ihre Bank ihn anzeigt, können einige "
        "Tage vergehen."
    ),
    "The credit note is on the order’s page, as PDF.": (
        "Die Rechnungskorrektur finden Sie als PDF auf der Seite der Bestellung."
    ),
    "We could not publish your review, order {}": "Wir konnten Ihre Bewertung nicht veröffentlichen, Bestellung {}",
    "We could not publish your review.": "Wir konnten Ihre Bewertung nicht veröffentlichen.",
    "Thank you for what you wrote about “{title}”. We cannot show it: {reason}": (
        "Vielen Dank für Ihre Bewertung zu „{title}“. Wir können sie nicht zeigen: {reason}"
    ),
    "You can change it on the order’s page, and we look at it again.": (
        "Sie können sie auf der Seite der Bestellung ändern, dann sehen wir sie uns noch einmal an."
    ),
    "{amount} back to your gift voucher for order {}": "{amount} zurück auf Ihren Geschenkgutschein für Bestellung {}",
    "{amount} is back on your gift voucher.": "Wir haben Ihrem Geschenkgutschein {amount} gutgeschrieben.",
    "You can use it again at once, with the same code.": ("Sie können ihn sofort wieder einlösen, mit demselben Code."),
}
_RETURNS = {
    "Your return from order {}": "Ihre Rückgabe aus Bestellung {}",
    "We have your wish to send something back.": "Ihre Anfrage zur Rückgabe ist da.",
    "Please wait for our answer before you post the parcel.": (
        "Bitte warten Sie auf unsere Antwort, bevor Sie das Paket abschicken."
    ),
    "You can send it back: order {}": "Sie können es zurücksenden: Bestellung {}",
    "You can send it back.": "Sie können es zurücksenden.",
    "Write these lines on the parcel, and post it: by the last one we know whose it is.": (
        "Schreiben Sie diese Zeilen auf das Paket, und schicken Sie es ab: "
        "An der letzten erkennen wir, von wem es kommt."
    ),
    "{amount} comes back to your card once the parcel is here.": (
        "Sobald das Paket hier ist, erstatten wir {amount} auf Ihre Karte."
    ),
    "{amount} comes back to your gift voucher once the parcel is here.": (
        "Sobald das Paket hier ist, erstatten wir {amount} auf Ihren Geschenkgutschein."
    ),
    "Once the parcel is here, {amount} comes back: to your gift voucher what it paid, the rest to your card.": (
        "Sobald das Paket hier ist, erstatten wir {amount}: auf Ihren Geschenkgutschein, was er bezahlt hat, den Rest "
        "auf Ihre Karte."
    ),
    "What came back of order {}": "Was aus Bestellung {} zurückgekommen ist",
    "We have your parcel.": "Ihr Paket ist bei uns.",
    "What came is not quite what you announced. This is what we accepted:": (
        "Der Inhalt ist nicht ganz das, was Sie angekündigt hatten. Das haben wir angenommen:"
    ),
    "{amount} goes back to your card for it; we write again once it has.": (
        "Dafür erstatten wir {amount} auf Ihre Karte und schreiben Ihnen noch einmal, sobald das geschehen ist."
    ),
    "{amount} goes back to your gift voucher for it; we write again once it has.": (
        "Dafür erstatten wir {amount} auf Ihren Geschenkgutschein und schreiben Ihnen noch einmal, sobald das "
        "geschehen ist."
    ),
    "{amount} goes back to your gift voucher and your card for it; we write again once it has.": (
        "Dafür erstatten wir {amount} auf Ihren Geschenkgutschein und Ihre Karte und schreiben Ihnen noch einmal, "
        "sobald das geschehen ist."
    ),
    "Is that not right? Answer this mail, and a person reads it: {email}.": (
        "Stimmt das nicht? Antworten Sie auf diese E-Mail, und ein Mensch liest sie: {email}."
    ),
    "Your return from order {} was not accepted": "Ihre Rückgabe aus Bestellung {} wurde nicht angenommen",
    "Your return was not accepted.": "Ihre Rückgabe wurde nicht angenommen.",
}
_NOTES = {
    "The card does not have enough funds.": "Die Karte ist nicht ausreichend gedeckt.",
    "The card has expired.": "Die Karte ist abgelaufen.",
    "The security code does not fit the card.": "Die Prüfnummer passt nicht zur Karte.",
    "The bank did not get your confirmation.": "Die Bank hat Ihre Bestätigung nicht erhalten.",
    "The card details had been used for another payment. Please enter the card again.": (
        "Die Kartendaten wurden schon für eine andere Zahlung verwendet. Bitte geben Sie die Karte noch einmal ein."
    ),
    "The card details were no longer valid. Please enter the card again.": (
        "Die Kartendaten waren nicht mehr gültig. Bitte geben Sie die Karte noch einmal ein."
    ),
    "The bank declined the card.": "Die Bank hat die Karte abgelehnt.",
    "The payment was not completed in time.": "Die Zahlung wurde nicht rechtzeitig abgeschlossen.",
    "Your bank took its approval back before the card was charged.": (
        "Ihre Bank hat die Genehmigung zurückgezogen, bevor die Karte belastet wurde."
    ),
    "Somebody else was quicker: not everything is left.": "Jemand anderes war schneller: Es ist nicht mehr alles da.",
    "A gift voucher could not be used: it was spent, blocked or expired a moment ago.": (
        "Ein Geschenkgutschein konnte nicht eingelöst werden: Er wurde gerade eben verbraucht, gesperrt oder "
        "ist abgelaufen."
    ),
    "{codes} could not be used: it was used up a moment ago, or you used it before.": (
        "{codes} konnte nicht eingelöst werden: Der Code wurde gerade eben aufgebraucht oder von Ihnen schon "
        "einmal verwendet."
    ),
}


class German(GermanFigures, Phrasebook):
    """German."""

    texts = _FRAME | _SUMS | _ORDER | _RETURNS | _NOTES | german_other_mails.TEXTS

    def pieces(self, count: int) -> str:
        """Return a number of pieces: 1 Artikel, 3 Artikel."""
        return f"{count} Artikel"
