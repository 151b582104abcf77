"""Sentences that ask for no more messages, as domain/talk/phrases.py writes them: en es fr de pt it nl pl tr ar.

Each names our messages, or the customer as the one who is not to be written to; so it cannot be about the parcel.
Politeness around them is taken off before.
"""

SETS = {
    # English
    "texts": "(text|sms)? (message|messages|msg|msgs)|texts|text|txts|sms|notification|notifications|alerts|spam",
    "these": "all|any|the|these|those|this|your|more|further|so many|such|of|from you|to me|me",
    "texting": "text|texting|txting|messaging|message|contact|contacting|writing|write|bother|bothering|spamming|sms",
    "sending": "send|sending|get|getting|receive|receiving",
    "again": "again|anymore|any more|ever|ever again|at all|(to|on|at) (this|my) (number|phone)",
    "please": "please|pls|plz|can you|could you|will you|would you|u|you|kindly|i said|just",
    "list": "(mailing|text|texting|contact|sms|notification)? (list|lists|system|database|service)",
    "unsubscribe": "unsubscribe|opt out|be removed|be taken off|be unsubscribed",
    "me": "me|my number|my phone|my phone number|this number",
    # Spanish
    "mensajes": "mensaje|mensajes|sms|texto|textos|aviso|avisos|notificacion|notificaciones|mensajitos|whatsapp|spam",
    "escriban": "escriba|escriban|escribas|escribais|escribe|escribir|mande|manden|mandes|mandeis|envie|envien|envies"
    "|envieis|contacte|contacten|contactes|moleste|molesten|molestes|molesteis",
    "escribirme": "escribirme|mandarme|enviarme|molestarme|contactarme|escribir|mandar|enviar",
    "quiero": "quiero|deseo|quisiera",
    # French
    "sms": "message|messages|sms|texto|textos|notification|notifications|msg|spams",
    "ces": "des|vos|ces|les|de|tous|tout|ce|recevoir|me|mes|tes",
    "arretez": "arretez|arrete|cessez|stop",
    "ecrire": "mecrire|m ecrire|menvoyer|m envoyer|me contacter|me deranger|me spammer|envoyer|denvoyer|lenvoi",
    # German
    "nachrichten": "nachricht|nachrichten|sms|mitteilungen|benachrichtigungen|meldungen|smsen|mails",
    "erhalten": "bekommen|erhalten|schicken|senden|empfangen|von euch|von ihnen",
    "schreiben": "schreiben|schreibt|schreib|schicken|schickt|senden|kontaktieren|kontaktiert",
    # Portuguese
    "mensagens": "mensagem|mensagens|sms|aviso|avisos|notificacao|notificacoes|msg|msgs|torpedos|spam",
    "enviar": "enviar|mandar|escrever|contactar|contatar|incomodar",
    "envie": "escreva|escrevam|mande|mandem|envie|enviem|contacte|contactem|contate|contatem|incomode|incomodem",
    # Italian
    "messaggi": "messaggio|messaggi|sms|notifica|notifiche|avvisi|msg|spam",
    "smettete": "smettete|smetti|smettetela|smettila|finitela|piantatela",
    "scrivermi": "scrivermi|mandarmi|inviarmi|contattarmi|disturbarmi",
    "scrivete": "scrivete|scrivetemi|scrivere|scrivermi|mandate|mandatemi|mandarmi|inviate|inviatemi|inviarmi"
    "|contattate|contattatemi|disturbate",
    # Dutch
    "berichten": "bericht|berichten|berichtje|berichtjes|sms|smsjes|sms jes|melding|meldingen|spam",
    "hou_op": "stop|hou op|houd op|kap",
    # Polish
    "wiadomosci": "wiadomosc|wiadomosci|sms|smsy|smsow|sms ow|esemesow|powiadomienia|powiadomien|spamu",
    "pisz": "pisz|piszcie|pisac|wysylaj|wysylajcie|wysylac|kontaktujcie sie",
    "wiecej": "juz|wiecej|do mnie|mi",
    # Turkish
    "mesaj": "mesaj|mesaji|mesajlar|mesajlari|mesajlarinizi|sms|smsler|bildirim|bildirimler|bildirimleri",
    "atmayin": "atmayin|atma|gondermeyin|gonderme|yollamayin|yollama|istemiyorum|almak istemiyorum",
    "artik": "artik|bir daha|daha fazla|bana",
    # Arabic
    "rasail": "رسائل|رساله|رسالة|الرسائل|رسايل|الرسايل|رسائلكم|اشعارات|الاشعارات",
}

SENTENCES = [
    # English
    "{please}? {please}? (stop|quit|cease|end) (with)? {sending}? {these}? {these}? {these}? {texts} {these}? {again}?",
    "{please}? {please}? (stop|quit|cease) {texting} (to)? ({me}|us) {again}? {again}?",
    "{please}? {please}? (stop|quit|cease) (texting|messaging|contacting me) {again}?",
    "{please}? (do not|dont|never) {texting} (to)? ({me}|us) {again}? {again}?",
    "{please}? (do not|dont|never) {sending} (us)? {these}? {these}? {these}? {texts} {these}? {again}?",
    "{please}? no more (of)? {these}? {texts} {these}? {again}?",
    "{please}? no more of (these|those) {again}?",
    "i (do not|dont|no longer) (want|wish|need|like) (to)? {sending}? {these}? {these}? {texts} {these}? {again}?",
    "i (do not|dont|no longer) (want|wish) you to {texting} me {again}?",
    "i (want|would like|wish|need|am asking) to stop {sending}? {these}? {these}? {texts} {again}?",
    "i (want|would like|wish|need|am asking) to {unsubscribe} (from)? {these}? ({texts}|{list})?",
    "{please}? (unsubscribe|remove|delete|take) {me} (off|from|out of)? {these}? ({texts}|{list})? {again}?",
    "{please}? (unsubscribe|opt out|opt me out) (me)? (from|of)? {these}? ({texts}|{list}|everything|all)?",
    "(thats|ok|okay)? enough (of|with) {these}? {these}? {texts} {these}? {again}?",
    "{please}? (leave me alone|lose my number)",
    "i (revoke|withdraw) (my)? consent",
    # Spanish
    "(ya)? no me {escriban} (mas)? {mensajes}? (mas)? (a este numero)? (nunca mas)? (pesados|pesadas|plastas)?",
    "(ya)? (vale|basta) (ya)? (de|con) (los|tantos|estos|vuestros)? {mensajes}",
    "(ya)? no {escriban} (mas)? {mensajes} (mas)?",
    "(dejen|deje|deja|dejad|paren|pare|para|parad) (ya)? de {escribirme} (mas|tantos)? {mensajes}?",
    "(ya)? no {quiero} (recibir)? (mas|ningun|ni un)? (estos|sus|vuestros|tus|los)? {mensajes} (mas|suyos|de ustedes)?",
    "(ya)? no {quiero} que me {escriban} (mas)? {mensajes}?",
    "(no mas|basta de|ya no mas|ni un) {mensajes} (mas)?",
    "{quiero} (darme de baja|la baja|cancelar (la|mi) suscripcion)",
    "(dame|deme|denme|dadme|darme) de baja (de (la|esta|su) lista)?",
    "(borren|borra|borre|quiten|quita|eliminen|elimina) mi numero (de (la|su|esta) lista)?",
    "(dejame|dejenme|dejadme) en paz",
    # French
    "(cest bon|ca suffit|ok|bon)? {arretez} (de|d|avec)? {ecrire}? {ces}? {ces}? {ces}? {sms}",
    "{arretez} (de)? (mecrire|m ecrire|me contacter|me deranger|me spammer)",
    "(n ecrivez|necrivez) plus",
    "(je)? ne (mecrivez|m ecrivez|me contactez|me derangez|menvoyez|m envoyez) (plus|pas) rien? {ces}? {ces}? {sms}?",
    "(je)? (ne)? (veux|souhaite|desire) (plus|pas) (recevoir)? {ces}? {ces}? {sms}",
    "(plus|pas) (de|aucun) {sms}",
    "je (veux|souhaite|voudrais) (me desabonner|me desinscrire|etre desabonne|etre desinscrit)",
    "(desabonnez|desinscrivez|retirez|supprimez) (moi|mon numero) (de (la|votre|cette) liste)?",
    "laissez moi tranquille",
    # German
    "(ich (will|mochte|moechte|wunsche))? keine (weiteren|diese)? {nachrichten} (mehr)? {erhalten}? {erhalten}?",
    "genug (von|mit) (den|diesen|euren|ihren)? {nachrichten}",
    "{schreiben} (sie)? (mir|mich) (bitte)? (nicht|nichts|keine {nachrichten}) mehr",
    "(hor|hort|horen|hoeren) (sie)? (bitte)? auf (mir|mich)? {nachrichten} zu (schicken|senden)",
    "(hor|hort|horen|hoeren) (sie)? (bitte)? auf (mir|mich)? (zu schreiben|zu kontaktieren|anzuschreiben)",
    "(ich (will|mochte|moechte))? mich (bitte)? abmelden",
    "(melden|meldet|tragen|tragt) (sie)? mich (bitte)? (ab|aus)",
    "(lassen|lasst|lass) (sie)? mich in ruhe",
    # Portuguese
    "(pare|parem|para|deixe|deixem|parar) de (me)? {enviar} (me)? (mais)? {mensagens}?",
    "nao (me)? {envie} (me)? (mais)? {mensagens}? (mais)?",
    "(eu)? nao quero (mais)? (receber)? (mais)? (estas|essas|suas|as)? {mensagens} (mais|suas)?",
    "(chega de|sem mais|nao mais|nada de) {mensagens}",
    "nao me {envie} mais nada",
    "(quero|desejo|gostaria de) (me descadastrar|descadastrar|sair da lista|cancelar a (inscricao|assinatura))",
    "(remova|remove|removam|retire|retirem|tire|tirem|apague|apaguem) (me|o meu numero|meu numero) (da lista)?",
    "(me deixe|me deixem|deixem me|deixe me) em paz",
    # Italian
    "({smettete}|basta) (di)? ({scrivermi}|con)? (altri|questi|i|piu)? {messaggi}",
    "{smettete} di {scrivermi}",
    "non (mandatemi|scrivetemi|inviatemi) (piu)? (niente|nulla) (piu)?",
    "non (mi)? {scrivete} (mi)? (piu)? {messaggi}? (piu)?",
    "non (voglio|desidero) (piu)? (ricevere)? (piu|altri|questi|i vostri)? {messaggi} (piu)?",
    "(niente piu|stop ai|mai piu) {messaggi}",
    "(voglio|vorrei)? (cancellarmi|disiscrivermi)",
    "(cancellatemi|toglietemi|rimuovetemi|cancellate il mio numero) (dalla (vostra)? lista)?",
    "lasciatemi in pace",
    # Dutch
    "{hou_op} met (het)? (sturen van|versturen van)? (al die|die|deze|jullie)? {berichten} (te)? (sturen|versturen)?",
    "{hou_op} met (mij|me)? (te)? (smsen|appen|schrijven|sms en)",
    "(ik wil)? (graag)? geen {berichten} (meer)? (van jullie)? (ontvangen|krijgen|sturen|hebben)?",
    "(stuur|stuurt) (u)? (me|mij) (aub|alsjeblieft)? (geen {berichten}|niets|niks) meer",
    "(app|sms|bericht|schrijf|contacteer|benader) (me|mij) (aub|alsjeblieft)? (niet|nooit) meer",
    "(ik wil)? (me|mij) (afmelden|uitschrijven)",
    "(schrijf|meld) (me|mij) (aub)? (uit|af)",
    "laat (me|mij) met rust",
    # Polish
    "(juz)? (nie|przestan|przestancie) {wiecej}? {pisz} {wiecej}? {wiecej}? {wiadomosci}? {wiecej}?",
    "nie chce {wiecej}? {wiecej}? (dostawac|otrzymywac)? (tych|waszych|zadnych|wiecej)? {wiadomosci} {wiecej}?",
    "(dosc|koniec|zadnych|stop) (tych|wiecej)? {wiadomosci}",
    "(juz)? nie {pisz} (mi|do mnie) (juz)? (nic|niczego) (juz|wiecej)?",
    "(wypiszcie mnie|mnie wypisac|usuncie moj numer|usunac moj numer) (z listy)?",
    "dajcie mi spokoj",
    # Turkish
    "{artik}? {artik}? {artik}? {mesaj} {artik}? {atmayin} {artik}?",
    "{artik}? bana {artik}? (yazmayin|yazma|ulasmayin)",
    "{mesaj} (durdur|durdurun|kes|kesin|iptal edin|iptal et)",
    "{artik}? {artik}? (bana)? {mesaj}? (yazmayi|atmayi|gondermeyi|mesajlasmayi) (birakin|birak|kesin|kes) {artik}?",
    "{artik}? beni (aramayi|rahatsiz etmeyi|mesajlamayi) (birakin|birak|kesin|kes) {artik}?",
    "yazmayin",
    "(yeter|yeter artik) {mesaj}",
    "{mesaj} (artik)? yeter (artik)?",
    "(abonelikten cikmak istiyorum|beni listeden cikarin|numarami silin|beni rahat birakin)",
    # Arabic
    "(توقف|توقفوا|توقفي|كفوا|اوقفوا|اوقف|وقفوا) (عن)? (ارسال|مراسلتي|ازعاجي)? {rasail}",
    "(توقف|توقفوا|كفوا) عن (مراسلتي|ازعاجي|الكتابة لي)",
    "(ارجوكم)? لا (ترسلوا|ترسل|ترسلي) (لي|الي)? (المزيد من|اي|هذه)? {rasail} (بعد الان|مرة اخري)?",
    "(ارجوكم)? لا (تراسلوني|تراسلني|تكتبوا لي|تكتب لي) (بعد الان|مرة اخري)?",
    "(لا|ما|مو) (اريد|ابي|ابغى|ابغي|بدي|عاد ابي) (المزيد من|استلام|اي|هذه)? {rasail} (بعد الان)?",
    "(الغاء|الغوا|الغ) اشتراكي",
    "(لا مزيد من|كفى|كفاية|كفايه|يكفي|بس) {rasail}",
    "(بطلوا|بطل|خلاص لا) (تراسلوني|تراسلني|ترسلوا لي|ترسلون لي|ترسل لي) {rasail}?",
    "(خلاص)? لا (ترسلون|ترسلوا|ترسل) (لي|الي)? {rasail}",
    "احذفوا رقمي",
]

WITHIN = [
    # Of writing to somebody: with the parcel or the shop named beside it, it is about our messages.
    "{please}? {please}? (stop|quit) (texting|messaging|writing) (me)? {again}?",
    "{please}? (do not|dont) (text|message|write) (me)? {again}?",
    "{arretez} (de)? (mecrire|m ecrire|ecrire)",
    "(schreib|schreibt|schreiben) (sie)? (mir)? (bitte)? (nicht|nichts) mehr",
    "{artik}? {artik}? (yazmayin|yazma|mesaj atmayin) {artik}?",
    "(خلاص)? لا (ترسلون|ترسلوا|ترسل|تراسلوني|تكتبون|تكتبوا) (لي|الي)? (شي|شيء)?",
]
