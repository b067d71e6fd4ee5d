"""Mails in French, with “vous”."""

from backend.contracts.french_figures import FrenchFigures
from backend.notification import french_other_mails
from backend.notification.phrasebook import Phrasebook

_FRAME = {
    "Look at your order": "Voir votre commande",
    "Order {number}, {day}": "Commande {number}, {day}",
    "Delivery to": "Adresse de livraison",
    "Invoice to": "Adresse de facturation",
    "{text}: {link}": "{text}\u00a0: {link}",
    "Invoice (PDF)": "Facture (PDF)",
    "Invoice and credit notes (PDF)": "Facture et avoirs (PDF)",
    "Write to us about it": "Nous écrire à ce sujet",
    "Withdraw from the purchase": "Se rétracter de l’achat",
    "Terms": "Conditions générales",
    "Which e-mails you get": "Quels e-mails vous recevez",
}
_SUMS = {
    "discount {amount}": "remise {amount}",
    "Code {code}": "Code {code}",
    "Standard delivery": "Livraison standard",
    "Express delivery": "Livraison express",
    "By e-mail": "Par e-mail",
    "Delivery": "Livraison",
    "by {day}": "au plus tard le {day}",
    "Free": "Gratuit",
    "of which {rate} VAT: {amount}": "dont TVA {rate}\u00a0: {amount}",
    "Tax, {rate}": "Taxe, {rate}",
    "Total": "Total",
    "Gift voucher": "Bon cadeau",
    "Code …{hint}": "Code …{hint}",
    "By card": "Par carte",
}
_ORDER = {
    "Your order {} is confirmed": "Votre commande {} est confirmée",
    "Thank you. It is yours.": "Merci pour votre commande.",
    "Your payment of {total} is taken, and the code of each gift voucher comes in a mail of its own.": (
        "Votre paiement de {total} est encaissé. Le code de chaque bon cadeau vous parvient dans un e-mail à part."
    ),
    "Your payment of {total} is taken, and we are getting it ready.": (
        "Votre paiement de {total} est encaissé, et nous préparons votre commande."
    ),
    "Your invoice is on the order’s page, as PDF.": "Votre facture est disponible en PDF sur la page de la commande.",
    "It should be with you by {day}.": "Au plus tard le {day}, elle devrait être chez vous.",
    "Your card was declined for order {}": "Votre carte a été refusée pour la commande {}",
    "Your card was declined.": "Votre carte a été refusée.",
    "Everything stays set aside for you until {time}. Pay with another card by then, and the order goes on.": (
        "Tout vous reste réservé jusqu’à {time}. Payez d’ici là avec une autre carte, et la commande suit son cours."
    ),
    "Nothing was charged.": "Rien n’a été débité.",
    "No more cards can be tried for this order.": (
        "Il n’est plus possible d’essayer une autre carte pour cette commande."
    ),
    "Pay with another card": "Payer avec une autre carte",
    "Please pay your order {}": "Veuillez payer votre commande {}",
    "Your order is ready to be paid.": "Votre commande est prête à être payée.",
    "We put it together for you, as you asked.": "Nous l’avons préparée pour vous, comme vous l’avez demandé.",
    "Everything is set aside for you until {day}, {time}. Pay {total} by then, and the order goes on.": (
        "Tout vous est réservé jusqu’au {day}, {time}. Payez {total} d’ici là, et la commande suit son cours."
    ),
    "Look at it and pay": "Voir la commande et payer",
    "Confirm the payment of {total} by {time}, and the order goes on. Until then everything is set aside.": (
        "Confirmez le paiement de {total} avant {time}, et la commande suit son cours. D’ici là, tout vous est réservé."
    ),
    "Your bank asks you to confirm order {}": "Votre banque vous demande de confirmer la commande {}",
    "Your bank wants to hear from you.": "Votre banque attend votre confirmation.",
    "Confirm the payment": "Confirmer le paiement",
    "We could not fulfil order {}": "Nous n’avons pas pu honorer la commande {}",
    "We cannot fulfil this order.": "Nous ne pouvons pas honorer cette commande.",
    "We are sorry: {reason}": "Nous sommes désolés. {reason}",
    "Nothing is charged. What your bank may have set aside is released.": (
        "Rien n’est débité. Si votre banque a réservé un montant, il est libéré."
    ),
    "What your gift voucher had paid is on it again.": ("Ce que votre bon cadeau avait payé y est de nouveau crédité."),
    "We are sorry: we had to cancel your order. {reason}": (
        "Nous sommes désolés\u00a0: nous avons dû annuler votre commande. {reason}"
    ),
    "As you asked, we cancelled your order.": "Comme vous l’avez demandé, nous avons annulé votre commande.",
    "Order {} is cancelled": "La commande {} est annulée",
    "Your order is cancelled.": "Votre commande est annulée.",
    "What was paid or set aside goes back to your card.": (
        "Ce qui a été payé ou réservé est restitué sur votre carte."
    ),
    "{total} goes back to your card; we write again once it has.": (
        "Nous remboursons {total} sur votre carte\u00a0; nous vous écrirons dès que ce sera fait."
    ),
    "{total} goes back to where it came from, gift voucher or card; we write again once it has.": (
        "Nous remboursons {total} par le moyen d’origine, bon cadeau ou carte\u00a0; "
        "nous vous écrirons dès que ce sera fait."
    ),
    "Order {} is on its way": "La commande {} est en route",
    "It is on its way.": "Votre commande est en route.",
    "A part of order {} is on its way": "Une partie de la commande {} est en route",
    "A part of your order is on its way.": "Une partie de votre commande est en route.",
    "We write again when the rest leaves. You pay nothing more for its delivery.": (
        "Nous vous écrirons quand le reste partira. Vous ne payez rien de plus pour sa livraison."
    ),
    "In this parcel": "Dans ce colis",
    "Still to come": "Encore à venir",
    "{pieces}, leaves from {day}": "{pieces}, expédition à partir du {day}",
    "The rest of order {} is on its way": "Le reste de la commande {} est en route",
    "The rest is on its way.": "Le reste de votre commande est en route.",
    "We gave you a wrong number for parcel {parcel}. Please use this one.": (
        "Nous vous avions donné un mauvais numéro pour le colis {parcel}. Veuillez utiliser celui-ci."
    ),
    "A new tracking number for order {}": "Un nouveau numéro de suivi pour la commande {}",
    "The tracking number is another one.": "Votre numéro de suivi a changé.",
    "We gave you a wrong number for your parcel. Please use this one.": (
        "Nous vous avions donné un mauvais numéro pour votre colis. Veuillez utiliser celui-ci."
    ),
    "Tracking number: {number}": "Numéro de suivi\u00a0: {number}",
    "Follow the parcel": "Suivre le colis",
    "Follow your order": "Suivre votre commande",
    "A part of order {} has arrived": "Une partie de votre commande {} est arrivée",
    "A part of your order has arrived.": "Une partie de votre commande est arrivée.",
    "Whatever of it you do not want to keep can be sent back from the order’s page, while the rest is still to come.": (
        "Ce que vous ne souhaitez pas garder peut être renvoyé depuis la page de la commande, même si le "
        "reste est encore à venir."
    ),
    "We write again when more of it arrives.": "Nous vous écrirons de nouveau dès que la suite sera arrivée.",
    "The rest of order {} has arrived": "Le reste de votre commande {} est arrivé",
    "The rest has arrived.": "Le reste de votre commande est arrivé.",
    "Order {} has arrived": "La commande {} est arrivée",
    "It has arrived.": "Votre commande est arrivée.",
    "We hope you like it. Whatever you do not want to keep can be sent back from the order’s page.": (
        "Nous espérons qu’elle vous plaît. Ce que vous ne souhaitez pas garder peut être renvoyé depuis la page de la "
        "commande."
    ),
    "There you can also review what you bought: it helps others to choose.": (
        "Vous pouvez aussi y donner votre avis sur vos achats\u00a0: cela aide les autres à choisir."
    ),
    "{amount} back to your card for order {}": "Remboursement de {amount} sur votre carte pour la commande {}",
    "{amount} is back on its way to you.": "Votre remboursement de {amount} est en route.",
    "We gave it back to your card on {day}. Your bank may need a few days to show it.": (
        "Nous avons remboursé ce montant sur votre carte le {day}. "
        "Votre banque peut mettre quelques jours à l’afficher."
    ),
    "The credit note is on the order’s page, as PDF.": "L’avoir est disponible en PDF sur la page de la commande.",
    "We could not publish your review, order {}": "Nous n’avons pas pu publier votre avis, commande {}",
    "We could not publish your review.": "Nous n’avons pas pu publier votre avis.",
    "Thank you for what you wrote about “{title}”. We cannot show it: {reason}": (
        "Merci pour votre avis sur «\u00a0{title}\u00a0». Nous ne pouvons pas l’afficher\u00a0: {reason}"
    ),
    "You can change it on the order’s page, and we look at it again.": (
        "Vous pouvez le modifier sur la page de la commande, et nous le relirons."
    ),
    "{amount} back to your gift voucher for order {}": "Bon cadeau crédité de {amount} pour la commande {}",
    "{amount} is back on your gift voucher.": "Votre bon cadeau est de nouveau crédité de {amount}.",
    "You can use it again at once, with the same code.": "Vous pouvez le réutiliser tout de suite, avec le même code.",
}
_RETURNS = {
    "Your return from order {}": "Votre retour de la commande {}",
    "We have your wish to send something back.": "Nous avons bien reçu votre demande de retour.",
    "Please wait for our answer before you post the parcel.": (
        "Veuillez attendre notre réponse avant d’expédier le colis."
    ),
    "You can send it back: order {}": "Vous pouvez faire votre retour, commande {}",
    "You can send it back.": "Vous pouvez faire votre retour.",
    "Write these lines on the parcel, and post it: by the last one we know whose it is.": (
        "Écrivez ces lignes sur le colis et expédiez-le\u00a0: la dernière nous dit de qui il vient."
    ),
    "{amount} comes back to your card once the parcel is here.": (
        "Dès que le colis est chez nous, nous remboursons {amount} sur votre carte."
    ),
    "{amount} comes back to your gift voucher once the parcel is here.": (
        "Dès que le colis est chez nous, nous remboursons {amount} sur votre bon cadeau."
    ),
    "Once the parcel is here, {amount} comes back: to your gift voucher what it paid, the rest to your card.": (
        "Dès que le colis est chez nous, nous remboursons {amount}\u00a0: sur votre bon cadeau ce qu’il a payé, "
        "le reste sur votre carte."
    ),
    "What came back of order {}": "Ce qui est revenu de la commande {}",
    "We have your parcel.": "Nous avons votre colis.",
    "What came is not quite what you announced. This is what we accepted:": (
        "Le contenu n’est pas tout à fait celui que vous aviez annoncé. Voici ce que nous avons accepté\u00a0:"
    ),
    "{amount} goes back to your card for it; we write again once it has.": (
        "Pour cela, nous remboursons {amount} sur votre carte\u00a0; nous vous écrirons dès que ce sera fait."
    ),
    "{amount} goes back to your gift voucher for it; we write again once it has.": (
        "Pour cela, nous remboursons {amount} sur votre bon cadeau\u00a0; nous vous écrirons dès que ce sera fait."
    ),
    "{amount} goes back to your gift voucher and your card for it; we write again once it has.": (
        "Pour cela, nous remboursons {amount} sur votre bon cadeau et votre carte\u00a0; nous vous écrirons dès que ce "
        "sera fait."
    ),
    "Is that not right? Answer this mail, and a person reads it: {email}.": (
        "Ce n’est pas exact\u00a0? Répondez à cet e-mail, une personne le lira\u00a0: {email}."
    ),
    "Your return from order {} was not accepted": "Votre retour de la commande {} n’a pas été accepté",
    "Your return was not accepted.": "Votre retour n’a pas été accepté.",
}
_NOTES = {
    "The card does not have enough funds.": "La carte n’a pas une provision suffisante.",
    "The card has expired.": "La carte a expiré.",
    "The security code does not fit the card.": "Le code de sécurité ne correspond pas à la carte.",
    "The bank did not get your confirmation.": "La banque n’a pas reçu votre confirmation.",
    "The card details had been used for another payment. Please enter the card again.": (
        "Les données de la carte ont servi à un autre paiement. Veuillez saisir la carte de nouveau."
    ),
    "The card details were no longer valid. Please enter the card again.": (
        "Les données de la carte n’étaient plus valables. Veuillez saisir la carte de nouveau."
    ),
    "The bank declined the card.": "La banque a refusé la carte.",
    "The payment was not completed in time.": "Le paiement n’a pas été achevé à temps.",
    "Your bank took its approval back before the card was charged.": (
        "Votre banque a retiré son accord avant que la carte ne soit débitée."
    ),
    "Somebody else was quicker: not everything is left.": "Quelqu’un a été plus rapide\u00a0: il ne reste pas tout.",
    "A gift voucher could not be used: it was spent, blocked or expired a moment ago.": (
        "Un bon cadeau n’a pas pu être utilisé\u00a0: il vient d’être dépensé, bloqué ou d’expirer."
    ),
    "{codes} could not be used: it was used up a moment ago, or you used it before.": (
        "{codes} n’a pas pu être utilisé\u00a0: ce code vient d’être épuisé, ou vous l’avez déjà utilisé."
    ),
}


class French(FrenchFigures, Phrasebook):
    """French."""

    texts = _FRAME | _SUMS | _ORDER | _RETURNS | _NOTES | french_other_mails.TEXTS

    def pieces(self, count: int) -> str:
        """Return a number of pieces; in French less than two is one: 0 article, 1 article, 3 articles."""
        return f"{count} {'article' if count < 2 else 'articles'}"
