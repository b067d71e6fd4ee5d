"""The texts in German of mails that are not about an order: alerts, messages to the shop, gift vouchers."""

_ALERTS = {
    "“{text}”": "„{text}“",
    "Please confirm: {alert}": "Bitte bestätigen: {alert}",
    "{title} when it is back": "{title}, sobald es wieder da ist",
    "{title} when it gets cheaper": "{title}, sobald es günstiger wird",
    "Please confirm your alert": "Bitte bestätigen Sie Ihre Benachrichtigung",
    "Somebody, probably you, asked us to write to this address about {name}.": (
        "Jemand, vermutlich Sie selbst, hat uns gebeten, wegen {name} an diese Adresse zu schreiben."
    ),
    "We will e-mail you once, when it is in stock again.": (
        "Wir schreiben Ihnen ein einziges Mal, sobald es wieder auf Lager ist."
    ),
    "We will e-mail you each time it gets cheaper, until you stop it.": (
        "Wir schreiben Ihnen jedes Mal, wenn es günstiger wird, bis Sie die Benachrichtigung abbestellen."
    ),
    "If it was not you, ignore this e-mail: we write again only if you confirm.": (
        "Waren Sie es nicht, dann ignorieren Sie diese E-Mail: Wir schreiben nur wieder, wenn Sie bestätigen."
    ),
    "Confirm": "Bestätigen",
    "Stop these e-mails": "Diese E-Mails abbestellen",
    "{title} is back": "{title} ist wieder da",
    "It is back.": "Es ist wieder da.",
    "{name} is in stock again, at {price}.": "{name} ist wieder auf Lager, für {price}.",
    "Others are waiting for it too, and we cannot keep one for you. This is the only e-mail about it.": (
        "Auch andere warten darauf, und zurücklegen können wir nichts. Dies ist die einzige E-Mail dazu."
    ),
    "Look at it": "Ansehen",
    "{title} is cheaper now": "{title} ist jetzt günstiger",
    "It is cheaper now.": "Es ist jetzt günstiger.",
    "from {price}": "ab {price}",
    "{price} before tax": "{price} ohne Steuern",
    "{name} costs {now} now, and was {before}.": "{name} kostet jetzt {now}, vorher waren es {before}.",
}
_MESSAGES = {
    "{day} at {time}": "{day} um {time} Uhr",
    "We have your message": "Ihre Nachricht ist da",
    "We have your message.": "Ihre Nachricht ist da.",
    "It reached us on {when}.": "Sie hat uns am {when} erreicht.",
    "It reached us on {when}, about order {order}.": "Sie hat uns am {when} erreicht, zur Bestellung {order}.",
    "A person reads it and answers you.": "Ein Mensch liest sie und antwortet Ihnen.",
    "If you want to add something, answer this mail. If you did not write to us, somebody mistyped an address: "
    "ignore this mail.": (
        "Wenn Sie etwas ergänzen möchten, antworten Sie auf diese E-Mail. Haben Sie uns nicht geschrieben, dann hat "
        "sich jemand bei der Adresse vertippt: Ignorieren Sie diese E-Mail."
    ),
    "Your withdrawal from order {order} has arrived": "Ihr Widerruf der Bestellung {order} ist eingegangen",
    "Your withdrawal from your order has arrived": "Ihr Widerruf ist eingegangen",
    "We have your withdrawal.": "Ihr Widerruf ist da.",
    "Your withdrawal from order {order} reached us on {when}.": (
        "Ihr Widerruf der Bestellung {order} hat uns am {when} erreicht."
    ),
    "Your withdrawal from your order reached us on {when}.": "Ihr Widerruf hat uns am {when} erreicht.",
    "You need do nothing more to make it count.": "Damit er gilt, müssen Sie nichts weiter tun.",
    "We write to you about the way back, and pay back what you paid once the parcel is here. "
    "Keep this mail as your proof.": (
        "Wir schreiben Ihnen, wie die Ware zurückkommt, und erstatten Ihre Zahlung, sobald das Paket hier ist. "
        "Bewahren Sie diese E-Mail als Nachweis auf."
    ),
    "If you want to add something, answer this mail.": (
        "Wenn Sie etwas ergänzen möchten, antworten Sie auf diese E-Mail."
    ),
    "Our answer to your message": "Unsere Antwort auf Ihre Nachricht",
    "Our answer to your message, order {order}": "Unsere Antwort auf Ihre Nachricht, Bestellung {order}",
    "Here is our answer.": "Hier ist unsere Antwort.",
    "You wrote to us on {when}.": "Sie haben uns am {when} geschrieben.",
    "You wrote to us on {when}, about order {order}.": "Sie haben uns am {when} zur Bestellung {order} geschrieben.",
}
_VOUCHERS = {
    "Your gift voucher for {shop}": "Ihr Geschenkgutschein für {shop}",
    "A gift voucher, with {amount} on it.": "Ein Geschenkgutschein über {amount}.",
    "{amount} for anything at {shop}.": "{amount} für alles bei {shop}.",
    "It is good for everything in the shop until {day}, at once or bit by bit. Type this code into the basket:": (
        "Er gilt bis {day} für alles im Shop, auf einmal oder nach und nach. Geben Sie diesen Code im Warenkorb ein:"
    ),
    "See what is on it": "Guthaben ansehen",
}
_ACCOUNT = {
    "Your second factor is removed": "Ihr zweiter Faktor ist entfernt",
    "Your second factor is removed.": "Ihr zweiter Faktor ist entfernt.",
    "On {day}, {time}, the second factor of your account was removed. Your password alone signs you in.": (
        "Am {day} um {time} Uhr wurde der zweite Faktor Ihres Kontos entfernt. Zum Anmelden genügt nun Ihr Passwort."
    ),
    "If it was not you, choose another password at once, set the second factor up again, and write to us.": (
        "Waren Sie es nicht, dann wählen Sie sofort ein anderes Passwort, richten Sie den zweiten Faktor wieder ein, "
        "und schreiben Sie uns."
    ),
    "Write to us": "Schreiben Sie uns",
}
_NEWSLETTER = {
    "Please confirm: the newsletter of {shop}": "Bitte bestätigen: der Newsletter von {shop}",
    "Please confirm your address": "Bitte bestätigen Sie Ihre Adresse",
    "Somebody, probably you, asked us to send the newsletter of {shop} to this address.": (
        "Jemand, vermutlich Sie selbst, hat uns gebeten, den Newsletter von {shop} an diese Adresse zu schicken."
    ),
    "You get the newsletter of {shop}": "Sie erhalten den Newsletter von {shop}",
    "Thank you. You get our newsletter.": "Danke. Sie erhalten unseren Newsletter.",
    "We write when there is something new. Each e-mail has a link that stops it, as this one has.": (
        "Wir schreiben, wenn es Neues gibt. Jede E-Mail enthält einen Link zum Abbestellen, auch diese."
    ),
}
_DATA = {
    "Your account has another e-mail address": "Ihr Konto hat eine andere E-Mail-Adresse",
    "Your account has another e-mail address.": "Ihr Konto hat eine andere E-Mail-Adresse.",
    "On {day}, {time}, the e-mail address of your account was changed. You sign in with the new one from "
    "now on. Mails about orders go on to the address that each order was placed with.": (
        "Am {day} um {time} Uhr wurde die E-Mail-Adresse Ihres Kontos geändert. Sie melden sich ab jetzt mit "
        "der neuen an. E-Mails zu Bestellungen gehen weiter an die Adresse, mit der die jeweilige Bestellung "
        "aufgegeben wurde."
    ),
    "If it was not you, somebody else has your account. Write to us at once, and we help you to get it back.": (
        "Waren Sie es nicht, dann hat jemand anderes Ihr Konto. Schreiben Sie uns sofort, und wir helfen "
        "Ihnen, es zurückzubekommen."
    ),
    "Your data are ready": "Ihre Daten sind bereit",
    "Your data are ready.": "Ihre Daten sind bereit.",
    "You asked for a copy of what we keep about you. Sign in to fetch it, until {day}, {time}.": (
        "Sie haben eine Kopie dessen angefordert, was wir über Sie speichern. Melden Sie sich an, um sie "
        "abzuholen: bis {day}, {time} Uhr."
    ),
    "After these {days} days we delete the file; you can ask for another at any time.": (
        "Nach diesen {days} Tagen löschen wir die Datei; Sie können jederzeit eine neue anfordern."
    ),
    "If it was not you who asked, somebody else has signed in to your account: change your password.": (
        "Haben nicht Sie sie angefordert, dann hat sich jemand anderes in Ihrem Konto angemeldet: Ändern Sie "
        "Ihr Passwort."
    ),
    "Fetch your data": "Daten abholen",
}
TEXTS = _ALERTS | _MESSAGES | _VOUCHERS | _ACCOUNT | _NEWSLETTER | _DATA
