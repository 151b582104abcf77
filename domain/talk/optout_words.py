"""The single words and short phrases of opting out and in, as whole messages: en es fr de pt it nl pl tr ar."""

from domain.talk.folding import listed

WRONG_NUMBER = listed(
    "wrong number, wrong number mate, wrong number buddy, sorry wrong number, wrong number sorry, wrong no",
    "you have the wrong number, you've got the wrong number, u got the wrong number, this is the wrong number",
    "número equivocado, se ha equivocado de número, se han equivocado de número, te has equivocado de número",
    "os habéis equivocado de número, se equivocó de número, mauvais numéro, faux numéro, erreur de numéro",
    "vous vous trompez de numéro, vous avez le mauvais numéro, ce n'est pas le bon numéro, c'est pas le bon numéro",
    "falsche nummer, sie haben die falsche nummer, ihr habt die falsche nummer, du hast die falsche nummer",
    "número errado, enganou-se no número, ligou para o número errado, é engano, numero sbagliato",
    "avete sbagliato numero, ha sbagliato numero, hai sbagliato numero, verkeerd nummer",
    "u heeft het verkeerde nummer, je hebt het verkeerde nummer, jullie hebben het verkeerde nummer",
    "zły numer, to pomyłka, pomyłka, pomyliliście numer, to zły numer, yanlış numara, numara yanlış",
    "الرقم غلط, رقم غلط, الرقم خطأ, رقم خاطئ, غلطان بالرقم, غلطانين بالرقم",
)
"""Whoever reads our texts by mistake consented to none. It may as well be the number of a house or a parcel."""

STOP = WRONG_NUMBER | listed(
    "stop, stopall, stop all, stop everything, unsubscribe, unsubscribe all, unsub, cancel, end, quit, revoke, optout",
    "opt out, stop it, stop this, stop that, stop already, no more, cease, remove, remove me",
    "parar, para, pare, paren, alto, baja, darme de baja, dar de baja, basta, basta ya, no más, detener, desuscribir",
    "desuscribirme, cancelar, cancelar suscripción, fin, parar todo, ya basta",
    "arrêt, arrêter, arrêtez, arrête, désabonner, me désabonner, désabonnement, désinscription, désinscrire, annuler",
    "me désinscrire, stop tout, stoppez tout, arrêtez tout, tout arrêter, ça suffit",
    "stopp, stoppen, abmelden, abbestellen, austragen, aufhören, schluss, ende, beenden, abbrechen, alles stoppen",
    "hör auf, hören sie auf, widerruf, widerrufen, hör auf damit",
    "pára, sair, remover, descadastrar, desinscrever, cancelar inscrição, cancelar assinatura, chega, anular, parem",
    "ferma, fermati, fermatevi, disiscrivi, disiscrivimi, disiscrizione, annulla, smettila, smettetela, revoca",
    "cancellami, cancella iscrizione, basta così, ferma tutto",
    "afmelden, uitschrijven, stop ermee, hou op, opzeggen, annuleren, einde, stop daarmee",
    "zatrzymaj, wypisz, wypisz mnie, rezygnuję, rezygnacja, przestań, przestańcie, koniec, anuluj, dość, stop wszystko",
    "dur, durdur, durdurun, iptal, iptal et, ret, çıkış, abonelikten çık, yeter, hepsini durdur",
    "توقف, توقفوا, أوقف, أوقفوا, إيقاف, ايقاف الرسائل, قف, كفى, إلغاء, إلغاء الاشتراك, ايقاف الكل",
)

AMBIGUOUS = WRONG_NUMBER | listed(
    "cancel, end, no more, para, cancelar, fin, annuler, ende, beenden, abbrechen, sair, remover",
    "anular, annulla, remove",
    "no más, basta, chega, annuleren, einde, koniec, anuluj, iptal, iptal et, إلغاء",
)
"""Of these, the ones that can as well mean the parcel, or the question at hand."""

RESUME = listed(
    "start, unstop, yes, resume, restart, subscribe, resubscribe, opt in, optin",
    "reanudar, alta, darme de alta, suscribir, suscribirme, reprendre, réabonner, wieder anmelden, fortsetzen",
    "retomar, riprendi, riprendere, hervatten, wznów, başlat, tekrar başlat, ابدأ, استئناف",
)
"""Exact only: who asked for silence is not written to again over a typo."""

HELP = listed("help, info, ayuda, aide, hilfe, ajuda, aiuto, hulp, pomoc, yardım, مساعدة")

EVERYTHING = listed(
    "all, stopall, everything, everywhere, todo, todos, tout, alles, tudo, tutto, wszystko, hepsini, الكل"
)

NUMBERED, NAMED = "ourparcel", "ourshop"
"""What stands for a parcel's number, and for the shop's name, in words that are read for silence."""

_BESIDE_A_NUMBER = listed(
    "about, for, regarding, on, sobre, de, por, pour, sur, concernant, zu, wegen, über, für, su, per, di, over, voor",
    "o, عن, بخصوص, w sprawie",
)
_BESIDE_A_NAME = listed(
    "from, for, about, de, sobre, chez, pour, von, zu, wegen, da, do, di, su, van, over, od, z, من, عن",
)

THIS_PARCEL = listed(
    "about this parcel, about this package, about this order, about this delivery, about this one, about that parcel",
    "about the parcel, about my parcel, about my order, for this parcel, for this package",
    "for this order, on this order",
    "for this delivery, regarding this parcel, regarding this order, about it",
    "sobre este paquete, sobre este pedido, de este paquete, de este pedido, por este paquete, por este pedido",
    "sobre el paquete, del paquete, de esta entrega, à propos de ce colis, au sujet de ce colis, concernant ce colis",
    "pour ce colis, sur ce colis, de ce colis, pour cette commande, sur cette commande, pour cette livraison",
    "zu diesem paket, über dieses paket, wegen diesem paket, wegen dieses pakets, wegen dem paket",
    "zu dieser bestellung",
    "wegen dieser bestellung, zu dieser lieferung, für dieses paket, sobre esta encomenda, desta encomenda",
    "por causa desta encomenda, sobre este pacote, deste pacote, deste pedido, desse pedido, dessa encomenda",
    "su questo pacco, per questo pacco, di questo pacco, su quest'ordine, per quest'ordine, per questo ordine",
    "riguardo a questo pacco, su questa consegna, per questa consegna, over dit pakket, voor dit pakket",
    "over dit pakje",
    "over deze bestelling, over deze zending, o tej paczce, w sprawie tej paczki, o tym zamówieniu, o tej przesyłce",
    "w sprawie tej przesyłki, bu kargo için, bu paket için, bu kargo hakkında, bu paket hakkında, bu sipariş için",
    "bu paketle ilgili, bu kargoyla ilgili, bu siparişle ilgili, عن هذا الطرد, عن هالطرد",
    "بخصوص هذا الطرد, عن هذه الشحنة",
    "بخصوص هالطرد, عن هالشحنة, بشأن هذا الطرد, عن الطرد هذا",
    f"{NUMBERED} için, {NUMBERED} hakkında",
    *(f"{word} {NUMBERED}" for word in _BESIDE_A_NUMBER),
)
THIS_SHOP = listed(
    "from this shop, from this store, from this company, from that shop, from the shop, from your shop",
    "de esta tienda, desde esta tienda, de la tienda, de esta empresa, de cette boutique, de ce magasin",
    "de la boutique",
    "de cette enseigne, von diesem shop, von diesem laden, von diesem geschäft, von dem shop, von dem laden",
    "von dieser firma, vom shop, desta loja, dessa loja, da loja, desta empresa, da questo negozio, di questo negozio",
    "dal negozio, da questo shop, van deze winkel, van die winkel, van deze shop, van dit bedrijf, od tego sklepu",
    "z tego sklepu, od tej firmy, bu mağazadan, bu dükkandan, bu firmadan, mağazadan, من هذا المتجر, من هالمتجر",
    "من هذا المحل, من هالمحل, من المتجر",
    f"{NAMED} mağazasından",
    *(f"{word} {NAMED}" for word in _BESIDE_A_NAME),
)
"""How the one parcel, or the shop, is named in a wish for silence. They may stand anywhere in it."""

POLITE = listed(
    "please, pls, plz, plse, now, thanks, thank you, thx, already, immediately, right now, hi, hello, hey, just",
    "por favor, porfa, gracias, ya, ahora, hola, s'il vous plaît, s'il te plaît, svp, stp, merci, maintenant, bonjour",
    "bitte, danke, jetzt, sofort, obrigado, obrigada, agora, já, per favore, grazie, subito, adesso, ciao",
    "alsjeblieft, alstublieft, aub, bedankt, nu, proszę, dziękuję, natychmiast, lütfen, artık",
    "من فضلك, رجاء, لو سمحت, شكرا",
)
"""What people put around it, and what changes nothing."""

ORDINARY = listed(
    "shop, step, top, stoop, strop, stow, slop, swop, atop, stomp, sto, stap, stopped, stopper, shoppen",
    "cancer, chancel, quite, quiet, suit, quilt, quid, quip, quiz, quint, quito, qui, huit, nuit, uit, evoke, recover",
    "case, chase, crease, ease, lease, tease, clase, removed, removes, pasar, pagar, pazar, zarar, parir, parra",
    "papa, cara, rara, vara, sara, mara, pasa, pala, pata, pera, pura, paro, parc, park, part, par",
    "paar, fara, ara, pada",
    "parka, pars, zara, lara, tara, bara, gara, kara, pari, care, are, fare, rare, page, pace, pale",
    "pane, pre, paye, pure",
    "pore, pyre, spare, parte, parel, parent, mare, hare, bare, dare, ware, gare, tare, pase, pate, pave, waren, jaren",
    "pasen, haren, varen, garen, sparen, parten, karen, harem, aprem, param, also, auto, algo, alti, lato, alot",
    "salto, aldo, acto, apto, alt, caja, paja, bata, bala, bana, baya, baba, raja, maja, faja, bajo, bajan, bajar",
    "pasta, hasta, nasta, vasta, gasta, baita, başka, casta, rasta, bast, arrest, annular, anmelden",
    "auftragen, ausfragen",
    "schuss, schloss, rende, wende, lende, sende, enden, ente, erde, bende, vende, tende, onde, ene",
    "ends, mende, hende",
    "blenden, said, hair, pair, fair, air, soir, sir, saiu, lair, stair, cair, salir, sai, sait, chego",
    "chegar, cheia, cega",
    "angular, firma, forma, ferme, fermo, fermi, derma, farma, fermata, fermato, eine, finde, linde, binde",
    "wpisz, przystań, konie, dos, dose, doc, disc, desc, dost, peter, meter, heter, jeter, leter",
    "allo, alo, aloo, albo, altro, alte, donc, evde, paga, pana, pra, sais, beter, eind, parken, padre, pere, jaja",
    "asta, baste, fera, hara, inde, quita, remote, reter, retener, stok",
    "تتوقف, يتوقف, متوقف, موقف",
)
"""Words of their own that lie one slip from a word above."""
