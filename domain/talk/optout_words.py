"""The words of opting out, folded: en es fr de pt it nl pl tr ar."""

import re

from domain.talk.folding import fold


def _words(*lines: str) -> frozenset[str]:
    return frozenset(fold(word) for line in lines for word in line.split(","))


STOP = _words(
    "stop, stopall, stop all, stop everything, unsubscribe, unsubscribe all, unsub, cancel, end, quit, revoke",
    "optout, opt out, stop it, stop this, stop that, stop already, no more, cease, halt, remove me",
    "parar, para, pare, paren, alto, baja, darme de baja, dar de baja, date de baja, basta, basta ya, no más, detener",
    "desuscribir, desuscribirme, desuscribirse, cancelar, cancelar suscripción, fin, parar todo, salir",
    "arrêt, arrêter, arrêtez, arrête, désabonner, me désabonner, se désabonner, désabonnement, désinscription",
    "désinscrire, me désinscrire, annuler, stop tout, tout arrêter, ça suffit",
    "stopp, stoppen, abmelden, abbestellen, austragen, aufhören, schluss, ende, beenden, abbrechen, alles stoppen",
    "hör auf, hören sie auf, keine nachrichten mehr, keine sms mehr, widerruf, widerrufen",
    "pára, sair, remover, descadastrar, desinscrever, cancelar inscrição, cancelar assinatura, chega, não mais, anular",
    "ferma, fermati, fermare, fermatevi, disiscrivi, disiscrivimi, disiscrizione, annulla, smettila, smettetela, fine",
    "cancellami, cancella iscrizione, revoca",
    "afmelden, uitschrijven, stop ermee, hou op, opzeggen, annuleren, einde, alles stoppen",
    "zatrzymaj, zatrzymać, wypisz, wypisz mnie, rezygnuję, rezygnacja, przestań, przestańcie, koniec, anuluj, dość",
    "dur, durdur, durdurun, iptal, iptal et, ret, çıkış, abonelikten çık, yeter, hepsini durdur",
    "توقف, توقفوا, أوقف, أوقفوا, إيقاف, ايقاف الرسائل, قف, كفى, إلغاء, إلغاء الاشتراك, الغاء, إيقاف الكل",
)
"""Whole messages. A typo in one of four letters or more still counts."""

AMBIGUOUS = _words(
    "cancel, end, cancelar, salir, fin, annuler, ende, beenden, abbrechen, sair, remover, anular, annulla, fine",
    "annuleren, einde, koniec, anuluj, iptal, iptal et, إلغاء, الغاء, no more, no más, para",
)
"""Of these, the ones that can as well mean the parcel or the question at hand."""

RESUME = _words(
    "start, unstop, yes, resume, restart, subscribe, opt in, optin, start again",
    "reanudar, alta, darme de alta, suscribir, suscribirme, reprendre, réabonner, fortsetzen, wieder anmelden",
    "retomar, riprendi, riprendere, hervatten, wznów, tekrar başlat, başlat, ابدأ, استئناف",
)
"""Exact only: who asked for silence is not written to again over a typo."""

HELP = _words(
    "help, info, ayuda, información, aide, hilfe, ajuda, aiuto, hulp, pomoc, yardım, مساعدة, help me, ayúdame"
)

EVERYTHING = _words(
    "all, stopall, everything, everywhere, todo, todos, tout, alles, tudo, tutto, wszystko, hepsini, الكل"
)

ORDINARY = _words(
    "shop, step, top, stow, slop, stops, strop, atop, stoop, stock, stomp, stop by, post, spot",
    "quiet, quite, suit, quilt, quits, evoke, revoked, chalet, halt, half, hall, salt, malt, hat, halo, shalt, haul",
    "ease, crease, cede, cancelled, canceled, cancels, peace, tease, fease",
    "pasta, vasta, gasta, hasta, basra, caja, paja, bajo, bata, bala, haja, raja, baya, bajan, bajar, rebaja",
    "pasar, pagar, parir, pararse, parra, parara, separar, prepara, amparar, comparar, parda, patar, pasa, pala, papa",
    "cara, rara, vara, paga, pala, pase, padre, parte, parque, parece, pared, care, fare, are, rare, page, pace, pale",
    "pure, park, pair, pane, pre, par, spare, paris, pear, parc, paren, parent, pareil, paro, pera, puma, sara",
    "auto, salto, alta, algo, alo, palto, also, lato, salt, alt, halt, aldo, alton, acto, apto, asalto",
    "hair, fair, said, saur, sai, sait, air, salir, cair, saia, stair, saio, sahir",
    "salar, saltar, subir, salid, salio, salif, palir, fin, find, fine, fino, line, mine, nine, wine, fire, file, five",
    "vine, pine, fines, finde, fina, fini, finn, dine, finne, fiume, dame, vine, live, zine, linea",
    "ende, rende, enden, endet, wende, lende, hende, tende, vende, eden, bende, endre, ends",
    "einde, eine, einde, eind, einden, cinde, linde, binde, finde, kinde, rinde, kinder, minder, blinde",
    "ferme, terma, fermo, firma, derma, forma, perma, farma, fermi, ferita, fermata, germa",
    "ret, yeten, yetir, yete, meter, peter, heter, eter, weter",
    "chaga, chego, chegar, chegam, chega a, hega, cheia, cheka, chegou, cega, chegas, chegue",
    "stoppe, stoppt, stopped, stopper, shopp, stopp mal, shoppen, topp",
    "schluck, schuss, schloss, schlusse, anschluss",
    "arret, arrete, arretes, arreter, barrer, aret, carret, errer, arriere",
    "anula, annule, annulez, annulee, annullo, annullato, anulas, anulo, annular, manual, anual, angular, granular",
    "unsure, nsub, dost, dosc, dose, dos, dock, done, does",
    "koniec, konieczny, kolec, koniecznie, dur, durch, dura, duro, iptal, optal, total, portal",
    "cesse, cause, chase, case, crease, ceasefire, lease, please, grease",
    "remove, removed, remora, mover, promover, remove it, remoter, removes, removed",
)
"""Words of their own that lie one letter from a word above."""

POLITE = re.compile(
    r"^(?:(?:please|pls|plz|plse|ok|okay|hi|hello|hey|just|now|dear|sir|hola|por favor|porfa|bonjour|sil vous plait|sil te plait"
    r"|svp|stp|bitte|hallo|favor|per favore|ciao|alstublieft|aub|prosze|lutfen|من فضلك|رجاء|لو سمحت)\s+)+"
    r"|(?:\s+(?:please|pls|plz|now|thanks|thank you|thx|ok|already|today|immediately|right now|por favor|porfa|gracias|ya|ahora"
    r"|sil vous plait|sil te plait|svp|stp|merci|maintenant|bitte|danke|jetzt|sofort|obrigado|obrigada|agora|ja"
    r"|per favore|grazie|subito|adesso|alstublieft|aub|bedankt|nu|prosze|dziekuje|natychmiast|lutfen|artik"
    r"|من فضلك|رجاء|لو سمحت|شكرا|الان))+$"
)
"""What people put around a keyword and what changes nothing about it."""

_MESSAGES_EN = (
    r"(?:texts?|text messages?|messages?|msgs?|sms|smss|texting|messaging|notifications?|alerts?|updates|spam|spamming)"
)
_MESSAGES_ES = r"(?:mensajes?|sms|textos?|avisos|notificaciones|mensajitos|whatsapps)"
_MESSAGES_FR = r"(?:messages?|sms|textos?|notifications?|msg)"
_MESSAGES_DE = r"(?:nachrichten|nachricht|sms|mitteilungen|benachrichtigungen|meldungen|smse?n)"
_MESSAGES_PT = r"(?:mensagens|mensagem|sms|avisos|notificacoes|msgs?)"
_MESSAGES_IT = r"(?:messaggi|messaggio|sms|notifiche|avvisi|msg)"
_MESSAGES_NL = r"(?:berichten|berichtjes|bericht|sms|smsjes|sms jes|smsen|meldingen)"
_MESSAGES_PL = r"(?:wiadomosci|sms|smsow|smsy|smsa|powiadomien|powiadomienia|powiadamiac)"
_MESSAGES_TR = r"(?:mesaj|mesajlar|mesajlari|mesaji|sms|smsler|bildirim|bildirimleri)"
_MESSAGES_AR = r"(?:رسائل|رساله|رسالة|الرسائل|رسايل|الرسايل|رسائلكم|اشعارات|الاشعارات)"

_WRITE_EN = r"(?:text(?:ing)?|messag(?:e|ing)|msg(?:ing)?|contact(?:ing)?|writ(?:e|ing)|bother(?:ing)?|spam(?:ming)?|sms(?:ing)?)"
_SEND_EN = rf"(?:send(?:ing)? (?:me )?(?:(?:any|more|these|those|your|the|so many|all|this) )*{_MESSAGES_EN})"
_RECEIVE_EN = rf"(?:receiv(?:e|ing)|get(?:ting)?) (?:(?:any|more|these|those|your|the|all|further) )*{_MESSAGES_EN}"
_AGAIN_EN = r"(?: (?:any ?more|ever|again|ever again|at all|on this number|to this number|on this phone|to me))*"

STOP_SENTENCES = re.compile(
    "|".join(
        (
            # English
            rf"(?:you )?(?:must |need to |have to )?(?:stop|quit|cease)(?: with)?(?: all)?(?: of)?(?: the| these| those| your| this)? {_MESSAGES_EN}(?: me)?{_AGAIN_EN}",
            rf"(?:stop|quit|cease) (?:{_WRITE_EN}(?: to)?(?: me| us| this number| my phone| my number)|{_SEND_EN}|{_RECEIVE_EN}){_AGAIN_EN}",
            rf"(?:can|could|will|would) (?:you|u) (?:please |pls |just )?stop (?:{_WRITE_EN}(?: to)? (?:me|us)|{_SEND_EN}){_AGAIN_EN}",
            rf"(?:do not|dont|never|no) (?:{_WRITE_EN}(?: to)? (?:me|us|this number)|{_SEND_EN}){_AGAIN_EN}",
            rf"no(?: more|t any more)?(?: of)?(?: the| these| your)? {_MESSAGES_EN}{_AGAIN_EN}",
            rf"(?:i )?(?:do not|dont|no longer) (?:want|wish|need|like)(?: to)?(?: {_RECEIVE_EN}| (?:(?:any|more|these|those|your|the) )*{_MESSAGES_EN}| you to {_WRITE_EN} me){_AGAIN_EN}",
            rf"i (?:want|would like|wish|need) to (?:stop {_RECEIVE_EN}|stop (?:the|these|your|all) {_MESSAGES_EN}|unsubscribe|opt out|be removed|be taken off)(?: from)?(?: (?:this|these|your|the|all|everything))?(?: (?:list|{_MESSAGES_EN}))?",
            rf"(?:unsubscribe|opt|sign) me(?: out)?(?: from| of)?(?: (?:this|these|your|the|all|everything))?(?: (?:list|{_MESSAGES_EN}))?",
            rf"(?:unsubscribe|opt out|opting out)(?: from| of)(?: (?:this|these|your|the|all|everything))?(?: (?:list|{_MESSAGES_EN}))?",
            r"(?:take|remove|delete) (?:me|my number|my phone number|my phone|this number)(?: off| from)?(?: of)?(?: (?:this|your|the))?(?: (?:mailing |text |texting |contact )?(?:list|system|database))?",
            r"leave me alone|lose my number|i revoke my consent|i withdraw my consent|revoke(?: my)? consent|withdraw(?: my)? consent",
            # Spanish
            rf"(?:por favor )?(?:ya )?no (?:me )?(?:escriban?|escribas|escribais|manden?|mandes|mandeis|envien?|envies|envieis|contacten?|contactes|molesten?|molestes|llamen)(?: mas)?(?: {_MESSAGES_ES})?(?: mas)?(?: a este numero)?",
            rf"(?:dejen?|deja|dejad|paren?|para|parad) (?:ya )?de (?:escribirme|mandarme|enviarme|molestarme|contactarme|escribir|mandar|enviar)(?: mas| tantos)?(?: {_MESSAGES_ES})?",
            rf"no (?:quiero|deseo|quisiera) (?:recibir |que me escriban |que me manden )?(?:mas )?(?:(?:estos|sus|vuestros) )?{_MESSAGES_ES}(?: mas)?|no (?:quiero|deseo) que me (?:escriban|manden|contacten)(?: mas)?",
            rf"(?:no mas|basta de|ni un) {_MESSAGES_ES}(?: mas)?|(?:quiero|deseo) (?:darme|la) (?:de )?baja|(?:dame|denme|dadme|deme) de baja",
            r"(?:borren?|quiten?|eliminen?|borrame|quitame|saquenme|sacame) (?:mi numero|de (?:la|su|esta) lista)",
            # French
            rf"(?:arretez?|cessez|stop)(?: de| d)? ?(?:m ?ecrire|m ?envoyer|me contacter|me deranger|l ?envoi|envoyer|avec)?(?: (?:des|vos|ces|les|de|tous les))*(?: {_MESSAGES_FR})?",
            rf"(?:je )?ne (?:m ?ecrivez|m ?envoyez|me contactez|me derangez|veux|souhaite|desire)(?: plus| pas)(?: recevoir)?(?: (?:de|vos|ces|des|les))*(?: {_MESSAGES_FR})?",
            rf"plus (?:de|aucun) {_MESSAGES_FR}|je (?:veux|souhaite|voudrais) (?:me|etre) (?:desabonner|desinscrire|desabonne|desinscrit)|desabonnez moi|desinscrivez moi|retirez moi de (?:la|votre|cette) liste|laissez moi tranquille",
            # German
            rf"(?:(?:ich (?:will|mochte|moechte|wunsche) )?(?:bitte )?keine (?:weiteren |diese )?{_MESSAGES_DE}(?: mehr)?(?: (?:bekommen|erhalten|schicken|senden|von euch|von ihnen|empfangen))*)",
            rf"(?:schreib(?:en|t)?|schick(?:en|t)?|send(?:en|et)?|kontaktier(?:en|t)?)(?: sie)? mir?(?:ch)?(?: bitte)? (?:nicht|nichts|keine {_MESSAGES_DE})(?: mehr)?",
            rf"(?:hor|horen|hort)(?: sie)?(?: bitte)? auf,? (?:mir|mich)? ?(?:zu schreiben|{_MESSAGES_DE} zu (?:schicken|senden)|anzuschreiben|zu kontaktieren)|(?:ich (?:will|mochte|moechte) )?mich (?:bitte )?abmelden|melden sie mich(?: bitte)? ab|lassen sie mich in ruhe|lasst mich in ruhe",
            # Portuguese
            rf"(?:por favor )?(?:pare|parem|para|deixe|deixem) de (?:me )?(?:enviar|mandar|escrever|contactar|incomodar|enviarem|mandarem)(?: me)?(?: mais)?(?: {_MESSAGES_PT})?",
            rf"nao (?:me )?(?:escrevam?|mandem?|enviem?|contactem?|contatem?|incomodem?)(?: me)?(?: mais)?(?: {_MESSAGES_PT})?(?: mais)?|nao quero (?:mais )?(?:receber )?(?:mais )?(?:(?:estas|essas|suas) )?{_MESSAGES_PT}(?: mais)?",
            rf"(?:chega de|sem mais|nao mais) {_MESSAGES_PT}|(?:quero|desejo) (?:me )?(?:descadastrar|sair da lista|cancelar a inscricao)|(?:remova|remove|retire|tire)m? (?:me|o meu numero|meu numero)(?: da lista)?",
            # Italian
            rf"(?:smett(?:i|ete|etela|ila)|basta|finit(?:e|ela)) (?:di )?(?:scrivermi|mandarmi|inviarmi|contattarmi|disturbarmi|scrivere|mandare|inviare|con i|con questi)(?: (?:altri|questi|piu))*(?: {_MESSAGES_IT})?",
            rf"non (?:mi )?(?:scriv(?:ete|ere|etemi|ermi)|mand(?:ate|are|atemi|armi)|invi(?:ate|are|atemi|armi)|contatt(?:ate|are|atemi|armi))(?: mi)?(?: piu)?(?: {_MESSAGES_IT})?(?: piu)?|non voglio (?:piu )?(?:ricevere )?(?:piu )?(?:(?:questi|altri|i vostri) )?{_MESSAGES_IT}",
            rf"(?:basta|niente piu|stop ai?) {_MESSAGES_IT}|(?:voglio )?(?:cancellarmi|disiscrivermi)|(?:cancellatemi|toglietemi|rimuovetemi)(?: dalla (?:vostra )?lista)?|lasciatemi in pace",
            # Dutch
            rf"(?:stop|hou(?:d)? op) met(?: het)? (?:{_MESSAGES_NL}(?: sturen| te sturen)?|(?:sturen|versturen) van {_MESSAGES_NL}|smsen|appen|mij (?:te )?(?:smsen|schrijven))",
            rf"(?:ik wil )?geen {_MESSAGES_NL}(?: meer)?(?: (?:ontvangen|krijgen|sturen))?|(?:stuur|stuurt)(?: u)? (?:me|mij) (?:geen {_MESSAGES_NL}|niets|niks)(?: meer)?|(?:ik wil )?(?:me|mij) (?:afmelden|uitschrijven)|(?:schrijf|meld) (?:me|mij) (?:uit|af)|laat (?:me|mij) met rust",
            # Polish
            rf"(?:prosze )?(?:nie|przestancie|przestan|przestancie juz)(?: do mnie)? (?:pisz|piszcie|pisac|wysylaj|wysylajcie|wysylac|kontaktujcie)(?: (?:do mnie|mi|wiecej|juz))*(?: {_MESSAGES_PL})?",
            rf"nie chce (?:juz |wiecej )*(?:dostawac |otrzymywac )?(?:(?:tych|waszych|zadnych|wiecej) )*{_MESSAGES_PL}|(?:dosc|koniec|zadnych|stop) (?:tych |wiecej )?{_MESSAGES_PL}|wypiszcie mnie(?: z listy)?|prosze mnie wypisac|usuncie moj numer",
            # Turkish
            rf"(?:artik )?(?:bana )?(?:daha fazla |bir daha |artik )*{_MESSAGES_TR} (?:atmayin|atma|gondermeyin|gonderme|yollamayin|yollama|istemiyorum|almak istemiyorum|yazmayin)(?: artik)?|(?:artik )?bana (?:bir daha |artik )?(?:yazmayin|yazma|ulasmayin)|{_MESSAGES_TR} (?:durdur|durdurun|kes|kesin)|abonelikten cikmak istiyorum|beni listeden cikarin|numarami silin|beni rahat birakin",
            # Arabic
            rf"(?:توقف|توقفوا|توقفي|كفوا|اوقفوا|اوقف|وقفوا)(?: عن)? (?:ارسال |مراسلتي|ازعاجي|الكتابه لي|الكتابة لي)?(?:لي )?{_MESSAGES_AR}?",
            rf"لا (?:ترسلوا|ترسل|تراسلوني|تراسلني|تكتبوا|تكتب|اريد)(?: لي| الي)?(?: المزيد من| اي| هذه)?(?: {_MESSAGES_AR})?(?: بعد الان| بعد اليوم| مره اخري)?|(?:الغاء|الغوا|الغ) اشتراكي|لا مزيد من {_MESSAGES_AR}|احذفوا رقمي",
        )
    )
)
"""Whole sentences that name our messages, or the customer as the one who is not to be written to."""
