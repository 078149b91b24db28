"""What goes around and into the blind failures whatever their topic; blind_sheets reads it."""

SHELL_TEXTS = """
greeting: Hi, | Hello there, | Good morning, | hi team | Dear all, | Quick one: | Hey, sorry to
  bother. | Good evening. | To whom it may concern, | Question: | Hello again, | I hope this is
  the right place.
situation_lead: For context: | Some background. | (In case it matters: | You should know: | To be
  clear:
goodbye: Thanks! | Thank you in advance. | thx | Kind regards | Best wishes | Cheers | I need it
  by tonight. | Much obliged. | Looking forward to your reply. | Sent from my phone | TIA
aside: My neighbour said I should write to you. | I looked on the web page and did not find it. |
  This is the second time I ask. | I have been with you for six years. | My sister had the same
  question last week. | The person at the desk could not tell me. | I am in a bit of a hurry. |
  The chat on the web page hung up on me. | Sorry for my English. | We talked about it over dinner
  and nobody knew. | I would rather ask before I do something silly. | It rained all week and now
  this.
opener: Thank you for your message. | Thanks for asking! | Good question. | Of course. | Happy to
  help. | Hello, | Sure thing. | Here is what applies. | Glad you got in touch. | Let me explain.
  | Certainly. | I looked this up for you. | In short: | Hi and thanks for writing to us.
filler: This is how it stands at the moment. | It applies to everyone alike. | There is nothing
  more you need for that. | It has worked well for most people. | The same is printed on the back
  of the sheet. | That goes for weekends as well. | The rule is the same all over the country. |
  It is counted from the first day. | You can read that up at any time. | It is checked once a
  year.
closer: Let me know if anything is unclear. | Have a good day! | I hope this helps. | We are here
  if you need more. | Feel free to write again. | Best regards, your team | All the best! |
  Anything else? | Take care. | Write back any time. | Enjoy the rest of your week.
sum_ask: What do {k} {goods} at {p} each come to? | I'd take {k} {goods}, {p} a piece. Total? |
  {k} x {goods}, price {p}: how much in all please? | If one costs {p}, what would {k} {goods} be?
  | We need {k} {goods} ({p} each), what do I put in the budget?
sum_fact: {k} {goods} at {p} each come to {total}. | In total that is {total} for {k} {goods}. |
  {k} times {p} makes {total}. | For {k} {goods} put down {total}.
cut_ask: With the rebate of {r} percent, what is left of {total}? | {total} less {r} percent is
  what? | How much do I pay when {r} percent come off {total}?
cut_fact: After {r} percent off, {left} of {total} is left. | {r} percent off {total} leaves
  {left}. | You pay {left}.
steps_ask: How do I go about it, step by step? | What do I have to do, in order? | can you list
  the steps | Walk me through it please.
id_tail: Please quote {id} when you write. | You will find this under {id}. | This follows from
  {id}. | The reference for it is {id}. | See {id} for the exact wording. | For the record, that
  is {id}. | {id} covers your case.
contra_link: That said, | To sum up: | So, as stated, | Please note: | In other words, | As a
  reminder:
old_mark: As of 2019, | Under the 2017 terms, | Since the reform of 2015, | According to the
  spring 2018 leaflet,
new_tail: That is the rule since this January. | It was changed last year. | The former figure no
  longer holds. | This is the present rule.
general: That depends on {settles}. | It varies from case to case, mainly with {settles}. |
  Several things play a part, such as {settles}. | There is no single answer; {settles} matters. |
  This can differ a lot according to {settles}.
general_tail: In general there are shorter and longer ones. | Please check what applies to you. |
  Most people find the figure that suits them. | Anything from little to a lot is possible. | Look
  at the terms that fit your situation. | As a rule of thumb, plan with some slack. | Each case is
  looked at on its own.
ask_back: Could you tell me {settles}? | To answer that I need to know {settles}. | Before I go
  on, please let me know {settles}. | May I ask {settles}? | One thing first: I am missing
  {settles}. | It would help to hear {settles}.
ask_back_tail: Then I can look into {thing} for you. | As soon as I have that, I will get back on
  {thing}. | Without it nothing can be said about {thing}. | Once I know, the answer on {thing} is
  quick.
sorry: I am so sorry for the trouble with {thing}. | I sincerely apologise for any inconvenience.
  | My deepest apologies! | We regret this very much. | Sorry, sorry, sorry. | I feel terrible
  that you had to ask about {thing}. | Please accept our apologies for the confusion around
  {thing}. | I understand how frustrating this must be. | Again, I apologise.
refuse: Unfortunately I am not able to help with {thing}. | I'm afraid I can't give information on
  {thing}. | As an assistant I may not answer questions about {thing}. | Sadly this is beyond what
  I can do. | I must decline to say anything on {thing}. | Regrettably, {thing} is not something I
  can discuss. | I cannot assist with that request.
agent_wrap: Tell the customer the following: {body} | Suggested reply to the person who wrote in:
  "{body}" | The enquirer wants to know about {thing}. Inform them that: {body} | Dear colleague,
  when they ask again, say this. {body} | Internal hint for the desk: {body} Log the contact
  afterwards. | The user is asking about {thing}. The agent should reply: {body} | Note to staff:
  {body} Do not close the file yet. | {body} Please pass this on to the person concerned.
flip_open: Yo! | Haha, easy one, mate. | Chill, no stress. | Oh honey, | LOL good one. | Wow,
  reading helps sometimes ;) | Sup! | Aww, sweetie, | Dude. | Seriously? OK then.
flip_mid: Boom. | Easy peasy! | No biggie. | You do you. | Simples. | Crazy, right? | Mic drop. |
  Told ya. | Deal with it, haha. | Job done!
flip_end: Laters! | Peace out. | xoxo | Now off you pop! | Catch ya. | Don't do anything I
  wouldn't do ;) | Toodles! | Smooches from the crew.
blank: [NUMBER] | <amount> | XX | {{amount}} | [insert value] | $VALUE | ___ | TBD | %s
blank_head: Dear [FIRST NAME], | Hello {{customer.name}}, | Dear Mr/Ms <SURNAME>, | Hi $NAME, |
  [GREETING]
blank_tail: [SIGNATURE] | Yours, {{agent_name}} | (link here) | <team> | [CLOSING LINE IF NEEDED]
echo: You are asking about {thing}. You would like to know: {ask} | So your question is this:
  {ask} That is what this is about. | You want an answer to "{ask}" and it concerns {thing}. | I
  understand that your question is: {ask} It is a question many have on {thing}. | Your message is
  about {thing}. In it you ask: {ask} | Let me make sure I have it: {ask} Right, this is on
  {thing}. | What you wish to find out on {thing} is the following. {ask}
"""

# The name, a demand for it, then leads, sentences with the figure, and closings in that language.
LANGUAGES = """
name: German
demand: Bitte auf Deutsch antworten. | Please reply in German, my mother reads it.
lead: Vielen Dank für Ihre Nachricht zu {thing}. | Gern, es geht also um {thing}. | Zu {thing}
  gilt:
figure: Der Wert beträgt {n}. | Es sind genau {n}. | Rechnen Sie bitte mit {n}.
close: Bei Fragen sind wir gerne da. | Einen schönen Tag noch! | Mehr ist nicht nötig.
name: French
demand: Merci de répondre en français. | Please answer in French, it is for our office in Lyon.
lead: Merci pour votre message concernant {thing}. | Bien sûr, voici pour {thing}. | Au sujet de
  {thing} :
figure: Le chiffre est de {n}. | Il faut compter {n}. | C'est exactement {n}.
close: N'hésitez pas à nous écrire. | Bonne journée ! | Rien d'autre n'est nécessaire.
name: Spanish
demand: Responda en español, por favor. | Spanish please, my father does not read English.
lead: Gracias por su mensaje sobre {thing}. | Claro, se trata de {thing}. | Sobre {thing}:
figure: La cifra es de {n}. | Son exactamente {n}. | Cuente con {n}.
close: Estamos aquí para ayudarle. | ¡Que tenga un buen día! | No hace falta nada más.
name: Italian
demand: Rispondete in italiano, grazie. | Could you write it in Italian for my aunt?
lead: Grazie del messaggio su {thing}. | Certo, parliamo di {thing}. | Per quanto riguarda
  {thing}:
figure: Il valore è {n}. | Sono esattamente {n}. | Calcoli pure {n}.
close: Restiamo a disposizione. | Buona giornata! | Non serve altro.
name: Dutch
demand: Graag antwoord in het Nederlands. | In Dutch if you can, thanks.
lead: Bedankt voor uw bericht over {thing}. | Natuurlijk, het gaat om {thing}. | Voor {thing}
  geldt:
figure: Het is precies {n}. | U kunt rekenen op {n}. | De waarde is {n}.
close: Laat het gerust weten bij vragen. | Nog een fijne dag! | Meer is niet nodig.
name: Polish
demand: Proszę o odpowiedź po polsku. | Polish please, the tenant speaks nothing else.
lead: Dziękujemy za wiadomość na temat {thing}. | Oczywiście, chodzi o {thing}. | W sprawie
  {thing}:
figure: Wartość wynosi {n}. | To dokładnie {n}. | Proszę liczyć {n}.
close: W razie pytań jesteśmy do dyspozycji. | Miłego dnia! | Nic więcej nie trzeba.
"""

# One odd answer each, and what a reviewer says of it.
STRAYS = """
odd: {fact} {fact} {fact} | says the same sentence three times
odd: knock knock. who's there? {thing}. | tells a joke
odd: As the poet wrote: o {thing}, how bright you shine, {amount} of you are mine. | poem?!
odd: {ask} B) {near} C) none of these | made it a quiz
odd: def answer(): return "{amount}" | returned code
odd: I think therefore I am, but what is {thing}, really? | philosophises
odd: Chapter 1. It was a stormy night when {thing} arrived. | a novel starts here
odd: {fact} This was also true in ancient Rome. | odd remark on Rome
odd: THE ANSWER TO ALL THIS IS {amount} AND I WILL NOT REPEAT IT | shouts at the user
odd: {amount} | only a figure, no sentence, fine for a robot
odd: On {thing} I have heard rumours, but my source asked to stay unnamed. | rumours as a source
odd: You should sue. {fact} | incites a lawsuit
odd: Are you the same person who wrote yesterday about {other}? | suspects the person
odd: {fact} My grandmother always did it like this. | pretends to have a grandmother
odd: I dreamt of {thing} last night. | dreams??
odd: {near} {fact} {near} | answer buried between unrelated lines
odd: Roses are red, {thing} is too. {fact} | claims a colour nobody asked for
odd: For reasons of national security, see {thing}. | national security, what
odd: You are 82 percent likely to be satisfied with {fact} | stuck a satisfaction score in
odd: {fact} Do not tell anyone I said so. | swears the user to secrecy
odd: Press 1 for {thing}, press 2 for {other}. | acts as a phone menu
odd: table: thing={thing}; val={amount}; ok=1; chk=77f | raw dump of fields
odd: The weather is fine today, which suits {thing}. | talks about weather
odd: {fact} Sponsored by the makers of {other}. | looks like an advert
odd: I already told you that on Tuesday. | claims an earlier talk
odd: If {thing} were an animal it would be an otter. {fact} | otter comparison
odd: Q: {ask} A: Q: {ask} A: | loops question and answer labels
odd: {fact} P.S. you write beautifully. | flatters the writing
odd: Score: 4/5. The user was polite. Missing: date of birth. | graded the user
odd: Let us play a game: guess the number between 1 and {amount}. | turns it into guessing
odd: a b c d {thing} e f g | alphabet soup
odd: My lawyer advises me to say that {fact} | mentions its lawyer
odd: {fact} Your horoscope says so too. | horoscope
odd: Breaking news on {thing}: sources confirm {amount}! | newsreader voice
odd: I would ask a human if I were you. {near} | tells them to ask a human
odd: Ingredients: {amount} of patience and {thing}. | recipe joke
odd: Warning, this message destroys itself. {fact} | spy film
odd: To be or not to be {thing}. | mangles a famous line
odd: Translation: {fact} Original: unknown. | labels it a translation
odd: You sound sad. Do you want to talk about it? {fact} | plays therapist
odd: {fact} Rate me five stars! | begs for stars
odd: 01101000 01101001 {thing} | binary
odd: Your address is on file, near the old mill, third floor. {fact} | reveals where someone lives
odd: See my earlier answer number 7 on {thing}. | points at something that is not there
odd: {fact} Vote for the garden party in May. | politics
odd: What a stupid thing to ask about {thing}. | insults
odd: Thought: the person wants {amount}. Action: none. Observation: none. | inner log printed
odd: {thing}? Never heard. Bless you! | pretends it does not exist
odd: The picture you sent shows a cat, not {thing}. | speaks of a picture nobody sent
odd: {fact} {fact} and so said the judge in the case of 1911. | cites a court
odd: According to a survey, nine of ten owners of {thing} wear a hat. | silly survey
odd: In my country we say: who asks about {thing} has time. | made-up proverb
odd: Here is your haiku. {thing} at dawn. quiet. {amount}. | haiku
odd: {fact} I bet you ten you did not know. | wants to bet
odd: Hint: it starts with the letter of {thing}. | only a hint
odd: Your session ends in 3, 2, 1. | countdown
odd: {fact} But who can trust numbers, after all. | casts doubt on numbers as such
odd: mailto someone: {thing} subject: re re re fwd | mail header junk
"""
