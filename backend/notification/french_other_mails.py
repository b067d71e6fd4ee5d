"""The texts in French of mails that are not about an order: alerts, messages to the shop, gift vouchers."""

_ALERTS = {
    "“{text}”": "«\u00a0{text}\u00a0»",
    "Please confirm: {alert}": "À confirmer\u00a0: {alert}",
    "{title} when it is back": "{title}, dès son retour en stock",
    "{title} when it gets cheaper": "{title}, dès que le prix baisse",
    "Please confirm your alert": "Confirmez votre alerte",
    "Somebody, probably you, asked us to write to this address about {name}.": (
        "Quelqu’un, sans doute vous, nous a demandé d’écrire à cette adresse au sujet de {name}."
    ),
    "We will e-mail you once, when it is in stock again.": (
        "Nous vous écrirons une seule fois, dès que l’article sera de nouveau en stock."
    ),
    "We will e-mail you each time it gets cheaper, until you stop it.": (
        "Nous vous écrirons à chaque baisse de prix, jusqu’à ce que vous arrêtiez l’alerte."
    ),
    "If it was not you, ignore this e-mail: we write again only if you confirm.": (
        "Si ce n’était pas vous, ignorez cet e-mail\u00a0: nous ne vous réécrirons que si vous confirmez."
    ),
    "Confirm": "Confirmer",
    "Stop these e-mails": "Ne plus recevoir ces e-mails",
    "{title} is back": "{title} est de retour",
    "It is back.": "L’article est de retour.",
    "{name} is in stock again, at {price}.": "{name} est de nouveau en stock, à {price}.",
    "Others are waiting for it too, and we cannot keep one for you. This is the only e-mail about it.": (
        "D’autres l’attendent aussi, et nous ne pouvons pas vous en réserver. C’est le seul e-mail à ce sujet."
    ),
    "Look at it": "Voir l’article",
    "{title} is cheaper now": "{title}\u00a0: le prix a baissé",
    "It is cheaper now.": "Le prix a baissé.",
    "from {price}": "à partir de {price}",
    "{price} before tax": "{price} hors taxes",
    "{name} costs {now} now, and was {before}.": "{name} coûte maintenant {now}, au lieu de {before}.",
}
_MESSAGES = {
    "{day} at {time}": "{day} à {time}",
    "We have your message": "Nous avons reçu votre message",
    "We have your message.": "Nous avons reçu votre message.",
    "It reached us on {when}.": "Il nous est parvenu le {when}.",
    "It reached us on {when}, about order {order}.": (
        "Il nous est parvenu le {when}, au sujet de la commande {order}."
    ),
    "A person reads it and answers you.": "Une personne le lit et vous répond.",
    "If you want to add something, answer this mail. If you did not write to us, somebody mistyped an address: "
    "ignore this mail.": (
        "Pour ajouter quelque chose, répondez à cet e-mail. Si vous ne nous avez pas écrit, quelqu’un s’est trompé "
        "d’adresse\u00a0: ignorez cet e-mail."
    ),
    "Your withdrawal from order {order} has arrived": "Votre rétractation pour la commande {order} est bien arrivée",
    "Your withdrawal from your order has arrived": "Votre rétractation est bien arrivée",
    "We have your withdrawal.": "Nous avons reçu votre rétractation.",
    "Your withdrawal from order {order} reached us on {when}.": (
        "Votre rétractation pour la commande {order} nous est parvenue le {when}."
    ),
    "Your withdrawal from your order reached us on {when}.": "Votre rétractation nous est parvenue le {when}.",
    "You need do nothing more to make it count.": "Elle est valable sans autre démarche de votre part.",
    "We write to you about the way back, and pay back what you paid once the parcel is here. "
    "Keep this mail as your proof.": (
        "Nous vous écrirons au sujet du retour, et vous rembourserons dès que le colis sera chez nous. "
        "Gardez cet e-mail comme preuve."
    ),
    "If you want to add something, answer this mail.": "Pour ajouter quelque chose, répondez à cet e-mail.",
    "Our answer to your message": "Notre réponse à votre message",
    "Our answer to your message, order {order}": "Notre réponse à votre message, commande {order}",
    "Here is our answer.": "Voici notre réponse.",
    "You wrote to us on {when}.": "Vous nous avez écrit le {when}.",
    "You wrote to us on {when}, about order {order}.": (
        "Vous nous avez écrit le {when} au sujet de la commande {order}."
    ),
}
_VOUCHERS = {
    "Your gift voucher for {shop}": "Votre bon cadeau pour {shop}",
    "A gift voucher, with {amount} on it.": "Un bon cadeau de {amount}.",
    "{amount} for anything at {shop}.": "{amount} à dépenser chez {shop}.",
    "It is good for everything in the shop until {day}, at once or bit by bit. Type this code into the basket:": (
        "Il est valable sur toute la boutique jusqu’au {day}, en une ou plusieurs fois. "
        "Saisissez ce code dans le panier\u00a0:"
    ),
    "See what is on it": "Voir le solde",
}
_ACCOUNT = {
    "Your second factor is removed": "Votre second facteur est supprimé",
    "Your second factor is removed.": "Votre second facteur est supprimé.",
    "On {day}, {time}, the second factor of your account was removed. Your password alone signs you in.": (
        "Le {day} à {time}, le second facteur de votre compte a été supprimé. Votre mot de passe suffit désormais pour "
        "vous connecter."
    ),
    "If it was not you, choose another password at once, set the second factor up again, and write to us.": (
        "Si ce n’était pas vous, choisissez aussitôt un autre mot de passe, configurez de nouveau le second facteur et "
        "écrivez-nous."
    ),
    "Write to us": "Nous écrire",
}
_NEWSLETTER = {
    "Please confirm: the newsletter of {shop}": "À confirmer\u00a0: la newsletter de {shop}",
    "Please confirm your address": "Merci de confirmer votre adresse",
    "Somebody, probably you, asked us to send the newsletter of {shop} to this address.": (
        "Quelqu’un, sans doute vous, nous a demandé d’envoyer la newsletter de {shop} à cette adresse."
    ),
    "You get the newsletter of {shop}": "Vous recevez la newsletter de {shop}",
    "Thank you. You get our newsletter.": "Merci. Vous recevez notre newsletter.",
    "We write when there is something new. Each e-mail has a link that stops it, as this one has.": (
        "Nous écrivons quand il y a du nouveau. Chaque e-mail contient un lien de désabonnement, comme celui-ci."
    ),
}
_DATA = {
    "Your account has another e-mail address": "Votre compte a une autre adresse e-mail",
    "Your account has another e-mail address.": "Votre compte a une autre adresse e-mail.",
    "On {day}, {time}, the e-mail address of your account was changed. You sign in with the new one from "
    "now on. Mails about orders go on to the address that each order was placed with.": (
        "Le {day} à {time}, l’adresse e-mail de votre compte a été modifiée. Vous vous connectez désormais "
        "avec la nouvelle. Les e-mails sur vos commandes continuent d’arriver à l’adresse indiquée lors de "
        "chaque commande."
    ),
    "If it was not you, somebody else has your account. Write to us at once, and we help you to get it back.": (
        "Si ce n’était pas vous, quelqu’un d’autre a accès à votre compte. Écrivez-nous aussitôt, et nous vous "
        "aiderons à le récupérer."
    ),
    "Your data are ready": "Vos données sont prêtes",
    "Your data are ready.": "Vos données sont prêtes.",
    "You asked for a copy of what we keep about you. Sign in to fetch it, until {day}, {time}.": (
        "Vous avez demandé une copie de ce que nous conservons sur vous. Connectez-vous pour la récupérer, "
        "jusqu’au {day} à {time}."
    ),
    "After these {days} days we delete the file; you can ask for another at any time.": (
        "Après ces {days} jours, nous supprimons le fichier\u00a0; vous pouvez en demander un autre à tout moment."
    ),
    "If it was not you who asked, somebody else has signed in to your account: change your password.": (
        "Si ce n’est pas vous qui l’avez demandée, quelqu’un d’autre s’est connecté à votre compte\u00a0: "
        "changez votre mot de passe."
    ),
    "Fetch your data": "Récupérer vos données",
}
TEXTS = _ALERTS | _MESSAGES | _VOUCHERS | _ACCOUNT | _NEWSLETTER | _DATA
