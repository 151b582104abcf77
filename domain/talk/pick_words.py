"""The words of short answers to what was offered, folded: en es fr de pt it nl pl tr ar."""

from domain.talk.folding import listed

NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "uno": 1, "una": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9,
}  # fmt: skip
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5, "6th": 6, "7th": 7, "8th": 8, "9th": 9,
    "primero": 1, "primera": 1, "primer": 1, "segundo": 2, "segunda": 2, "tercero": 3, "tercera": 3, "tercer": 3,
    "cuarto": 4, "cuarta": 4, "quinto": 5, "quinta": 5, "sexto": 6, "sexta": 6,
    "1o": 1, "1a": 1, "1era": 1, "2o": 2, "2a": 2, "3o": 3, "3a": 3, "4o": 4, "4a": 4, "5o": 5, "5a": 5,
    "premier": 1, "premiere": 1, "deuxieme": 2, "troisieme": 3, "quatrieme": 4, "cinquieme": 5, "dernier": -1,
    "derniere": -1, "erste": 1, "ersten": 1, "erster": 1, "zweite": 2, "zweiten": 2, "zweiter": 2, "dritte": 3,
    "dritten": 3, "vierte": 4, "letzte": -1, "letzten": -1, "primeiro": 1, "primeira": 1, "terceiro": 3,
    "terceira": 3, "primo": 1, "secondo": 2, "seconda": 2, "terzo": 3, "terza": 3, "ultima": -1,
    "1er": 1, "1ere": 1, "2e": 2, "2eme": 2, "2nde": 2, "3e": 3, "3eme": 3, "4e": 4, "4eme": 4,
    "birincisi": 1, "ilki": 1, "ikincisi": 2, "ucuncusu": 3, "sonuncusu": -1,
    "erstes": 1, "zweites": 2, "drittes": 3, "vierten": 4, "quarto": 4, "czwarty": 4, "czwarta": 4,
    "الرابع": 4, "اول": 1, "الاخيرة": -1, "الثالثة": 3,
    "eerste": 1, "tweede": 2, "derde": 3, "vierde": 4, "laatste": -1, "pierwszy": 1, "pierwsza": 1, "drugi": 2,
    "druga": 2, "trzeci": 3, "trzecia": 3, "ostatni": -1, "ostatnia": -1, "birinci": 1, "ilk": 1, "ikinci": 2,
    "ucuncu": 3, "sonuncu": -1, "lultimo": -1, "lultima": -1, "الاول": 1, "الاولى": 1, "الثاني": 2, "الثانية": 2,
    "الثالث": 3, "الاخير": -1,
    "last": -1, "ultimo": -1,
}  # fmt: skip
AROUND = listed(
    "ugh, whatever, u, got, youve, there, halt, einfach, pues, q, que, tengais, tengan, tienen, haya, bon, vous, avez",
    "il, y, a, entao, então, tiver, tiverem, têm, avete, che, cè, jullie, hebben, die, to, ten, jaki, macie, jest",
    "zaman, olanı, olan, طيب, واحد, اللي, عندكم, ok, fine",
    "the, number, no, nr, num, option, choice, slot, i, ill, id, will, would, take, want, like, choose",
    "pick, prefer, go",
    "with, for, please, pls, plz, thanks, thank, you, ok, okay, yes, lets, let, us, give, me, have, can",
    "could, that, this",
    "it, is, its, one, good, fine, works, work, then, well, um, uh, sure, great, perfect, delivery, parcel, package",
    "window, time, best, suits",
    "el, la, los, las, lo, numero, opcion, quiero, elijo, escojo, prefiero, cojo, tomo, quedo, con, por",
    "favor, gracias",
    "si, vale, dame, pon, ponme, para, mi, mejor, viene, bien, va, entonces, puede, ser, esa, ese, eso",
    "franja, paquete, le, la, je, prends, choisis, svp, option, choix, numero, celui, das, den, die, der, ich, nehme",
    "bitte, nummer, eu, quero, o, a, opção, il, prendo, scelgo, numero, ik, neem, graag, nummer, de, het, poproszę",
    "numer, opcja, olsun, numara, lütfen, رقم, الخيار, من, فضلك",
    "bene, benissimo, quella, quello, mi, scelta, opzione, allora, facciamo, vada, perfetto",
    "me, convient, convienne, plutôt, créneau, alors, parfait, parfaite, on, prend, passt, mir, gut, wäre, dann",
    "perfekt, nehmen, wir, serve, fica, melhor, prefiro, escolho, fico, goed, prima, past, mij, optie, dan, doe, maar",
    "liever, keuze, pasuje, wybieram, biorę, może, być, dobrze, termin, uygun, olur, bana, seçenek, alayım, iyi",
    "seçiyorum, tamam, أختار, خيار, مناسب, يناسبني, أريد, موعد, نعم, تمام, أفضل",
)
"""Words that may stand around a position and change nothing."""

YES = listed(
    "yes, y, yeah, yep, yup, ya, yea, yess, ok, okay, k, sure, fine, perfect, great, sounds good, that works, do it",
    "works for me, please do, go ahead, correct, right, thats right, that one, yes please, yes that one",
    "yes that works",
    "ok great, ok thanks, thats fine, of course",
    "sí, sii, sip, vale, claro, claro que sí, de acuerdo, dale, perfecto, correcto, eso, esa, ese, sí por favor, oki",
    "oui, oui merci, d'accord, ça marche, ja, ja bitte, gerne, passt, genau, in ordnung, sim, pode ser, certo",
    "sì, va bene, perfetto, prima, goed, graag, akkoord, ja graag, tak, dobrze, zgoda, jasne, evet, olur, tamam",
    "نعم, ايوه, تمام, موافق, حسنا",
    "me va bien, me viene bien, está bien, por supuesto, hazlo, adelante, venga",
    "d'ac, dac, ok dac, blz, beleza, jo, ايه, venga va, venga vale, vale venga, ok vale, ok perfecto, ça roule",
    "ok ça roule, ok ça marche, ok parfait, ja mach, mach das, ja mach das, ok gut, ok super, ok passt, ja doe maar",
    "doe maar, ok doe maar, ok goed, ok prima, dobra, ok dobra, niech będzie, tamam olur, olur tamam, ok tamam",
    "ok va bene, va benissimo, ok perfetto, ok perfeito, ok pode ser, اوكي, اوك, ماشي, زين, طيب تمام, ok perfect",
    "ok cool, exactly, that's it, that's right, yep that one, eso es, ese mismo, esa misma, exacto, c'est ça",
    "exactement",
    "celui là, celle là, genau der, genau die, stimmt, richtig, isso, isso mesmo, é isso, esse, essa",
    "pode ser esse, exato",
    "esatto, giusto, quello, quella, quello lì, precies, klopt, die, dokładnie, właśnie, ten, aynen, evet o",
    "بالضبط, هذا",
)
MERE_YES = listed(
    "yes, y, yeah, yep, yup, yess, yes please, sí, sii, sip, oui, ja, jo, sim, sì, tak, evet, نعم, ايوه, ايه"
)
"""Of these, those that thank for nothing."""
MERE_NO = listed("no, n, nope, nah, non, nein, nee, não, nie, hayır, yok, لا, no no, nö")
NO = listed(
    "nö, yok, no no",
    "no, n, nope, nah, none, neither, none of them, none of these, none of those, no thanks",
    "no thank you, not now, nvm",
    "never mind, nevermind, forget it, forget about it, leave it, doesn't matter, no need, nothing",
    "cancel, cancel that",
    "end, neither of them",
    "ninguno, ninguna, ninguna de ellas, ninguno de ellos, no gracias, nada, déjalo, olvídalo, da igual, mejor no",
    "non, non merci, aucun, aucune, nein, nein danke, keine, keins, keiner davon, não, não obrigado, nenhum, nenhuma",
    "no grazie, nessuno, nessuna, nee, nee bedankt, geen, geen van beide, nie, nie dziękuję, żaden, żadna",
    "hayır, hayır teşekkürler, hiçbiri, istemiyorum, لا, لا شكرا, ولا واحد",
    "actually no, doch nicht, nein doch nicht, nie jednak nie, jednak nie",
    "no hace falta, cancelar, ahora no, no importa",
)
GIVING_UP = listed(
    "storniert, storniere, anulad, anuladlo, anúlalo, annullate, cancelad, cancelen, cancelem, anulem",
    "annuleert, anulujcie, anulujemy",
    "stornieren sie, iptal edin, انسوا, انسوه, انسوها",
    "forget, nvm, nevermind, mind, olvidalo, dejalo, laissez, laisse, oubliez, oublie, annulez, annule, lassen",
    "lass, vergessen, vergiss, lascia, lasci, lasciate, dimentica, laat, vergeet, niewazne, zapomnij, rezygnuje",
    "vazgectim, bosver, iptal, kalsin, انسى, خلاص, deixa, deixe, esquece, esqueca, cancela, annulla, annuleer",
    "anuluj, undo, deshacer, deshazlo, desfazer, ruckgangig, ongedaan, cofnij, cofnac, تراجع, storno, stornieren",
    "abbrechen, annuleren, annuler, annullare, cancela, anular, الغ, الغي, الغاء, الغوا",
)
"""Words of which one must be there, for a longer no."""
AROUND_GIVING_UP = listed(
    "tout, ca, alles, todo, tudo, tutto, all, everything, this, wszystko, hepsini, bunu, edin, et, dann, dan, alors",
    "entonces, então, allora, o zaman, das ganze, esto, lo, quello, questo, dit, wieder, weer, كل شيء, الكل, كله",
    "wait, aspetta, espera, attendez, warte, warten, wacht, czekaj, bekle, انتظر, ach, ah, ay, ai, anzi, et, vale",
    "bon",
    "doch, machen, maken, por, favor, graag, prosze, lutfen",
    "no, nope, actually, never, it, that, about, leave, sorry, thanks, thank, you, ok, oh, please, dont, bother",
    "just, the, mejor, gracias, al, final, perdon, nada, non, en, fait, finalement, tomber, merci, desole, nein",
    "sie, das, es, nicht, lieber, danke, bitte, ja, stare, perdere, grazie, niente, scusa, scusate, nee, maar",
    "zitten, toch, niet, bedankt, sorry, nie, dziekuje, jednak, to, hayir, gerek, yok, tesekkurler, لا, شكرا",
    "الموضوع, nao, estar, afinal, obrigado, obrigada, isso",
)
WAITING = listed(
    "wait, hang, hold, aspetta, aspettate, aspetti, espera, espere, esperen, esperad, esperem, esperate, attends",
    "attendez, attend, warte, wartet, warten, moment, momento, wacht, wachten, czekaj, czekajcie, zaczekaj",
    "zaczekajcie, poczekaj, poczekajcie, chwila, bekle, bekleyin, dur, durun, انتظر, انتظروا, لحظة, استنى, استنوا",
)
"""Words of which one must be there, and a no, for second thoughts: wait no, aspetta no."""
AROUND_WAITING = listed(
    "on, a, an, un, une, uma, eine, einen, sec, second, minute, oh, ah, ach, oj, ay, ops, oops, please, mal, mais, ma",
    "actually, in, fact, even, bir, dakika, attimo, instant, sorry, scusa, perdon, pardon, desculpa, aslında, لا",
)
GIVEN_UP = listed(
    "never mind, nevermind, forget it, forget about it, nvm, cancel that, dejalo, olvidalo, mejor no",
    "actually no, doch nicht, nein doch nicht, nie jednak nie, jednak nie, cancel, cancelar",
)
"""Short ones that give up."""
ALL = listed(
    "all, both, all of them, all of these, both of them, both please, all please, everything, every one",
    "tous, toutes, les deux, alle, beide, alle beide, ambas, os dois, as duas, tutti, tutte, entrambi, allemaal",
    "wszystkie, obie, oba, hepsi, ikisi de, ikisini de, hepsini, كلها, الكل, كلاهما, كليهما, الاثنين كلهم",
    "الاثنين معا",
    "tutti e due, tutte e due, tutt'e due, alle zwei, alle drei, ambedue, oba dwa, les 2, los 2, os 2",
    "allebei, alle twee, allebei graag, obydwie, obydwa, iki paket de, الثنتين, كلهم, الثنين مع بعض, كليهم",
    "todos, todas, ambos, ambas, los dos, las dos, todos ellos, todos por favor, los tres, las tres",
)
OTHERS = listed(
    "other days, another day, other day, other times, another time, other dates, different day, different days, more",
    "more days, more options, other options, later days, next ones, what else, any other day, any others, others",
    "otros días, otro día, otras fechas, otra fecha, otras horas, más días, más opciones, otras opciones, otros",
    "d'autres jours, autres jours, un autre jour, autre jour, d'autres dates, d'autres créneaux, plus tard",
    "andere tage, anderer tag, ein anderer tag, einen anderen tag, andere termine, anderer termin, weitere tage",
    "weitere termine, outros dias, outro dia, outras datas, outras horas, mais dias, mais opções",
    "altri giorni, un altro giorno, altro giorno, altre date, altri orari, altre opzioni",
    "andere dagen, een andere dag, andere dag, andere tijden, andere opties, meer dagen",
    "inne dni, inny dzień, inne terminy, inny termin, inne godziny, więcej terminów",
    "başka günler, başka gün, başka bir gün, diğer günler, başka saatler, farklı gün, farklı günler",
    "anything later, is there anything later, is there a later slot, a later slot, nothing later, no later slot",
    "algo más tarde, hay algo más tarde, no hay nada más tarde, nada más tarde, vous n'avez pas plus tard",
    "rien de plus tard, quelque chose de plus tard, gibts was späteres, gibt es was späteres, was späteres",
    "etwas späteres",
    "nichts späteres, tem algo mais tarde, não há mais tarde, mais tarde, c'è qualcosa più tardi, non c'è più tardi",
    "più tardi, is er iets later, iets later, niets later, jest coś później, coś później, nie ma nic później, później",
    "daha geç saat var mı, daha geç var mı, daha geç bir saat yok mu, daha geç, فيه وقت متأخر اكثر, متأخر اكثر",
    "ما في شي متأخر اكثر",
    "أيام أخرى, يوم آخر, أيام ثانية, يوم ثاني, مواعيد أخرى, موعد آخر, أوقات أخرى, خيارات أخرى",
)
WHAT_ELSE = listed(
    "what else is there, what else is free, what else have you got, anything else, y qué más hay, qué más hay",
    "y entonces, y qué más, et sinon, quoi d'autre, vous avez quoi d'autre, und sonst, was gibts sonst",
    "was habt ihr sonst",
    "was gibt es sonst noch, e agora, o que mais tem, que mais tem, che altro c'è, e quindi, cos'altro c'è, en anders",
    "wat is er nog meer, wat nog meer, a co jeszcze, co jeszcze, co jeszcze jest, başka ne var, وش فيه غيره, وش غيره",
    "what days do you have, which days are free, qué días tenéis, qué días tienen, qué días hay, q dias teneis",
    "vous avez quoi comme jours, quels jours, welche tage gibts denn, welche tage gibt es, que dias vocês têm",
    "que dias têm",
    "che giorni avete, che giorni ci sono, welke dagen hebben jullie, welke dagen zijn er, jakie macie terminy",
    "hangi günler var, وش الايام المتاحة",
    "now what, what now, so now what, and now, and now what, ahora qué, y ahora, y ahora qué, y ahora qué hacemos",
    "et maintenant, maintenant quoi, on fait quoi, et maintenant on fait quoi, on fait quoi maintenant, und jetzt",
    "und nun, was jetzt, was nun, und jetzt was, wie gehts jetzt weiter, und wie gehts weiter",
    "agora o quê, e agora o quê",
    "e agora o que faço, e agora que faço, e adesso, e ora, adesso che si fa, e adesso che si fa, e adesso che faccio",
    "en nu, wat nu, en nu dan, en wat nu, i co teraz, co teraz, a co teraz, no i co teraz, şimdi ne olacak",
    "e şimdi ne olacak, peki şimdi, peki şimdi ne olacak, şimdi ne yapacağız, والحين, وش الحين, والحين وش, وش الحل",
    "والحين وش الحل, طيب والآن, والآن, وهلأ, وهلأ شو, ودلوقتي, ودلوقتي ايه",
)
"""Of other days, too; where none were offered it says nothing by itself."""
SIGHS = listed(
    "so, great, bueno, pues, bon, alors, also, na, tja, então, bom, allora, bene, nou, no, cóż, peki, ee, e, يعني",
    "oh, well, ah, hmm, ok, shame, damn, vaya, ay, uf, zut, mince, schade, mist, poxa, pena, peccato, uffa, jammer",
    "szkoda, ojej, tüh, tuh, of, طيب, يا خساره",
)
THE_OTHER = listed(
    "and the other one, and the other, what about the other one, the second one too, y el otro, y la otra, et l'autre",
    "et pour l'autre, und das andere, und das zweite, und das andere paket, e o outro, e a outra, e l'altro, e l'altra",
    "en de andere, en die andere, en het andere, a ta druga, a druga, a ten drugi, i ta druga, peki diğeri, ya diğeri",
    "diğeri ne, والثاني, والآخر, والثانية, طيب والثاني",
    "the other one, the other, not that one the other, not that one the other one, no the other one, el otro, la otra",
    "ese no el otro, esa no la otra, no el otro, l'autre, pas celui là l'autre, pas celui ci l'autre, non l'autre",
    "das andere, nicht das das andere, nein das andere, das andere paket, o outro, a outra, esse não o outro",
    "essa não a outra, l'altro, l'altra, non quello l'altro, no l'altro, de andere, niet die de andere, nee de andere",
    "ta druga, nie ta ta druga, ten drugi, nie ten ten drugi, diğeri, o değil diğeri, öbürü, o değil öbürü",
    "الآخر, الطرد الآخر, مو هذا الثاني, لا الثاني",
)
DAY_AFTER = listed(
    "the day after, day after, the day after that, day after that, the next day, next day, the following day",
    "following day, one day later, a day later, the day afterwards, el día siguiente, al día siguiente, día siguiente",
    "el siguiente día, el día después, un día después, un día más tarde, le lendemain, lendemain, le jour d'après",
    "le jour suivant, un jour plus tard, le jour après, am tag danach, der tag danach, den tag danach, tag danach",
    "am tag drauf, den tag drauf, am tag darauf, den tag darauf, tags darauf, am nächsten tag, einen tag später",
    "no dia seguinte, o dia seguinte, dia seguinte, um dia depois, no dia depois, o dia depois, il giorno dopo",
    "il giorno seguente, il giorno successivo, giorno dopo, un giorno dopo, l'indomani, de dag erna, de dag daarna",
    "dag erna, dag daarna, de volgende dag, volgende dag, een dag later, dzień później, następnego dnia",
    "następny dzień, dzień po, dzień po tym, ertesi gün, bir sonraki gün, sonraki gün, bir gün sonra, bir gün sonrası",
    "اليوم التالي, في اليوم التالي, اليوم اللي بعده, اليوم الذي بعده, اليوم الذي يليه, بعده بيوم, اللي بعده",
)
"""Counted from the day that was spoken of last, where one was."""
DAY_BEFORE = listed(
    "the day before, day before, the day before that, a day earlier, one day earlier, the previous day, previous day",
    "el día anterior, día anterior, el día antes, un día antes, la veille, le jour d'avant, le jour précédent",
    "un jour plus tôt, am tag davor, der tag davor, den tag davor, einen tag früher, am tag vorher, den tag vorher",
    "no dia anterior, o dia anterior, um dia antes, no dia antes, il giorno prima, il giorno precedente",
    "un giorno prima",
    "de dag ervoor, de dag daarvoor, een dag eerder, dzień wcześniej, dzień przed, dzień przed tym, poprzedniego dnia",
    "bir gün önce, bir önceki gün, önceki gün, اليوم السابق, في اليوم السابق, اليوم اللي قبله, قبله بيوم",
)
AROUND_DAY = listed(
    "and, what, how, about, or, then, is, it, possible, can, you, do, maybe, on, rather, better, please, no, y, e",
    "o, et",
    "ou, und, oder, en, of, a, i, albo, ve, ya, ya da, is, ist, geht, vielleicht, besser, lieber, dann, quizá",
    "mejor, puede",
    "ser, plutôt, alors, peut, être, talvez, melhor, forse, meglio, magari, misschien, beter, liever, może",
    "lepiej, belki",
    "daha, iyi, olur, mu, da, de, و, او, طيب, ممكن, هل, in, the, por, la, le, les, am, um, na, no, à, il, 's, w, o",
)
"""Words that may stand around such a day and change nothing."""
NONE_SUITS = listed(
    "aucun me va, aucun me convient, aucun va, ça me va pas, ils me vont pas, nenhum deles dá, passt mir alles nicht",
    "nessuno di questi va bene, geen van die past, die passen allemaal niet, żaden z nich nie pasuje, hiçbiri uymaz",
    "none of these work, none of those work, none of them work, none of them works, none works, none work, no good",
    "they don't work, these don't work, those don't work, none suit, none suits me, none of these suit me, not good",
    "none of these work for me, can't do any of these, can't do any of those, i can't make any of those",
    "ninguno me va bien, ninguna me va bien, ninguno me viene bien, ninguna me viene bien, no me va bien ninguno",
    "ninguno me sirve, ninguna me sirve, aucun ne me convient, aucun ne convient, aucun ne va, aucune ne me convient",
    "ça ne me convient pas, keiner passt, keiner davon passt, passt alles nicht, die passen nicht, keine passt",
    "das passt alles nicht, nenhum me serve, nenhum serve, nenhum dá, nenhuma me serve, nenhum me dá jeito",
    "nessuno va bene, nessuno mi va bene, nessuna va bene, non mi va bene nessuno, non vanno bene",
    "geen van deze past, geen past, geen van alle past, deze passen niet, die passen niet, past allemaal niet",
    "żaden nie pasuje, żaden mi nie pasuje, żadna nie pasuje, nic nie pasuje, te nie pasują",
    "hiçbiri uymuyor, hiçbiri olmaz, hiçbiri bana uymuyor, bunlar olmaz, bunlar uymuyor",
    "ولا واحد يناسبني, لا شيء يناسبني, ما يناسبني شيء, لا يناسبني أي منها, كلها لا تناسبني",
    "that's no good, that's no good either, no good either, not good either, that doesn't work, doesn't work",
    "doesn't suit",
    "that doesn't work either, doesn't work either, those don't work either, that doesn't suit me, doesn't suit either",
    "that doesn't suit either, none of them are any good, none of those are any good, they're no good, can't do those",
    "can't do that either, can't do those either, that one doesn't work for me",
    "tampoco, tampoco me va bien, tampoco me viene bien, ese tampoco, esos tampoco, esa tampoco",
    "ese tampoco me va bien",
    "esos tampoco me van bien, no me va bien, no me viene bien, no me van bien, no me vienen bien, tampoco puedo",
    "ça ne va pas non plus, ça va pas non plus, ça ne me va pas, ça ne me va pas non plus, ceux là non plus, non plus",
    "ça ne m'arrange pas, ça m'arrange pas, ça ne me convient pas non plus, pas possible non plus",
    "passt auch nicht, passt nicht, passt mir nicht, passt mir auch nicht, geht auch nicht, die gehen auch nicht",
    "das geht auch nicht, das passt nicht, das passt auch nicht, die passen auch nicht, der passt auch nicht",
    "também não dá, também não, não me dá jeito, também não me dá jeito, esses também não, também não posso",
    "nemmeno quello, neanche quello, non va bene neanche quello, nemmeno questi, neanche questi, non mi va bene",
    "nemmeno quello mi va bene, neanche questi vanno bene, non va bene nemmeno quello",
    "kan ook niet, past ook niet, die kan ook niet, die passen ook niet, dat past niet, past niet, past me niet",
    "past me ook niet, dat kan ook niet",
    "też nie pasuje, nie pasuje, nie pasują, te też nie, ten też nie, ten też mi nie pasuje, też mi nie pasuje",
    "nie pasuje mi, te też nie pasują",
    "o da olmaz, bunlar da olmaz, onlar da olmaz, uymuyor, bana uymuyor, o da uymuyor, o da bana uymuyor",
    "ما يناسبني, ما يناسبني برضو, ما يناسب, هذا بعد ما يناسب, ما تناسبني, ولا هذا يناسبني",
)
SOONEST = listed(
    "asap, soonest, earliest, the soonest, the earliest, as soon as possible, as early as possible, first available",
    "the earlier the better, the sooner the better, earlier the better, sooner the better, le plus tôt sera le mieux",
    "je früher desto besser, quanto mais cedo melhor, prima è meglio è, hoe eerder hoe beter, im wcześniej tym lepiej",
    "ne kadar erken o kadar iyi, the first available, next available, whenever is first, whatever is first",
    "lo antes posible, cuanto antes",
    "lo más pronto posible, el primero disponible, dès que possible, au plus vite, le plus tôt possible, au plus tôt",
    "so bald wie möglich, sobald wie möglich, so schnell wie möglich, schnellstmöglich, möglichst bald",
    "o mais rápido possível, o quanto antes, assim que possível, o mais cedo possível, logo que possível",
    "il prima possibile, appena possibile, prima possibile, zo snel mogelijk, zo spoedig mogelijk, asap graag",
    "jak najszybciej, jak najprędzej, jak najwcześniej, en kısa sürede, en kısa zamanda, mümkün olan en kısa sürede",
    "quanto prima, appena potete, zsm, z s m, en yakın zamanda",
    "so schnell wie es geht, so schnell wies geht, so schnell es geht, baldmöglichst",
    "le plus vite possible, aussi vite que possible, au plus vite possible, lo más rápido posible",
    "lo antes que puedan",
    "lo antes que podáis, quanto mais rápido melhor, assim que puderem, o mais depressa possível, cuanto antes mejor",
    "el más pronto, lo más pronto, la más pronto, el más temprano que haya, la primera que haya, el primero que haya",
    "le plus tôt, le plus proche, le plus rapide, le premier dispo, le premier disponible, das früheste, den frühesten",
    "die früheste, der früheste, am frühesten, frühestmöglich, o primeiro disponível, il più presto",
    "il più presto che c'è",
    "il primo disponibile, la prima disponibile, de vroegste, het vroegste, vroegste, de eerstvolgende",
    "de eerste vrije",
    "najwcześniej, najwcześniejszy, ten najwcześniejszy, najszybciej, pierwszy wolny, en erken olanı, en erkeni",
    "the earliest you have, the earliest there is, whatever is earliest, whatevers earliest, أقرب وقت, أقرب موعد",
    "أقرب شي, أول موعد, أول وقت, بأقرب وقت, أسرع وقت, أسرع شي",
    "en erken, في أقرب وقت, في أسرع وقت, بأسرع وقت, في أقرب وقت ممكن, بأسرع وقت ممكن",
)
ANY_TIME = listed(
    "any time, anytime, any time is fine, any of them, any of those, whenever, whenever suits, i don't mind",
    "don't mind",
    "doesn't matter, it doesn't matter, me da igual, da igual, cualquiera, cualquiera me va bien, n'importe",
    "peu importe",
    "n'importe lequel, ça m'est égal, egal, egal wann, ganz egal, mir egal, ist mir egal, tanto faz, qualquer um",
    "qualquer uma, qualsiasi, è uguale, è lo stesso, fa lo stesso, maakt niet uit, om het even, maakt mij niet uit",
    "wszystko jedno, obojętnie, obojętnie kiedy, fark etmez, herhangi biri, bana fark etmez, أي واحد, أي وقت, ما يفرق",
    "عادي أي وقت",
)
BEFORE_SOONEST = listed(
    "ok, okay, oki, so, then, just, well, alright, fine, give me, ill take, i'll have, take, lets take",
    "vale, bueno, pues",
    "venga, entonces, dame, ponme, me quedo con, bon, alors, ben, dans ce cas, je prends, na gut, gut",
    "dann, halt, eben",
    "ich nehme, nehme, bitte, então, fica, fico com, quero, allora, va bene, prendo, facciamo, oké, goed, dan",
    "doe, maar, doe dan maar, doe maar, to, dobra, dobrze, no, biorę, poproszę, tamam, peki, o zaman, olsun, alayım",
    "تمام, طيب, اوكي, خلاص, ابي, اريد, خذوا, يعني",
)
"""What stands around it and changes nothing."""
LATER = listed(
    "the later one, later one, the later, the latest one, la más tarde, el más tarde, la de más tarde, le plus tard",
    "celui de plus tard, das spätere, die spätere, der spätere, den späteren, a mais tarde, o mais tarde",
    "il più tardi",
    "quello più tardi, de latere, die later, de laatste van de dag, późniejszy, ten późniejszy, geç olan, en geç olan",
    "المتأخر, الموعد المتأخر",
)
EARLIER = listed(
    "the earlier one, earlier one, the earlier, the early one, the earliest one, la más temprana, el más temprano",
    "celui de plus tôt, das frühere, die frühere, der frühere, den früheren, a mais cedo, o mais cedo",
    "quello prima, de vroegere, die eerder, wcześniejszy, ten wcześniejszy, erken olan, en erken olan, المبكر",
    "الموعد المبكر",
)
POLITE = listed("please, pls, por favor, svp, s'il vous plaît, bitte, per favore, graag, aub, proszę, lütfen, من فضلك")
AT = listed(
    "at, around, about, by, maybe, ish, oclock, a, las, sobre, hacia, vers, um, gegen, so, uhr, às, as, pelas, lá",
    "alle, le, verso, om, rond, uur, o, około, ok, godz, saat, gibi, الساعة, حوالي",
)
"""Words that may stand around a time."""
FIRST_BARE_HOUR = 10
"""A smaller number, quite alone, is one of a list."""
