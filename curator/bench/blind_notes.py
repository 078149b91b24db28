"""What reviewers jot down on the blind failures; blind_sheets reads it.

A mode's wordings differ on purpose: the same fault in the words of people who agreed on none.
"""

NOTES = """
ignores_demand: ignores what the customer said they can't do | they explicitly ruled this out |
  condition in the question not respected | did not listen to the "{demand}" part | suggests
  exactly what was excluded | violates the restriction | constraint missed | asker set a limit,
  bot walked over it | unusable for this person given what they told us | not what they can use |
  overlooked "{demand}"
answers_neighbour: answers a different question | not what was asked | off target, true but beside
  the point | they asked something else about {thing} | side-steps the question | related info but
  not THE info | misses the question | question not answered, talks about something next to it |
  wrong question answered | nice to know, yet no answer
wrong_unit: unit is wrong | right number wrong unit | should be {unit} not {wrong_unit} |
  {wrong_unit}?? it's {unit} | mixed up the units | figure ok, measure isn't | {unit}! | number
  correct but given in {wrong_unit} | off by the unit
outdated: old rule | out of date | that was before the change | quotes last version of the terms |
  no longer true, it's {amount} now | stale info | superseded figure | this changed a while ago |
  uses the former policy | obsolete
apologises_refuses: refuses for no reason | grovels and then doesn't answer | too many sorries, no
  help | could have answered this | needless refusal | apology fest | says it can't help although
  it can | won't answer a harmless question | sorry sorry sorry and nothing | declines
empty_promise: claims it did something it can't | says done, nothing was done | has no access to
  do that | promises an action | pretends to have carried it out | it cannot do this!! | false
  confirmation | made the customer believe it is taken care of | we can't do that from chat |
  untrue "I have done it"
wrong_language: wrong language | user wrote English, reply isn't | answered in another language |
  not in the language of the question | can't be read by the person | switched language |
  language!! | should have been in {language} | replied in the wrong tongue
drops_last_part: second question ignored | only half answered | last part missing | forgot
  "{last}" | stops after the first question | nothing on the rest of the request | incomplete,
  they asked two things | part of the request is left out | didn't get to the other point | one of
  the asks dropped
invents_identifier: made up reference | {id} does not exist | hallucinated number | there's no
  such thing as {id} | invented source | fake id | where does {id} come from?? | cites something
  that isn't there | bogus reference | fabricated code
contradicts_itself: contradicts itself | says one thing then the opposite | two different figures
  | which one is it? | first and last sentence don't agree | inconsistent within the answer | self
  contradiction | can't both be true | starts right, then takes it back
wrong_addressee: talks to the agent, not the customer | addressed to the wrong person | reads like
  an internal note | not meant for the person who asked | speaks about the customer in the third
  person | wrong addressee | this is a hint for staff | should be written to the asker | who is
  this for?
flippant_tone: way too casual | tone! | unprofessional | rude / jokey | we don't talk to people
  like that | too chummy | style is off, content ok | disrespectful | sounds like a teenager | not
  our voice
over_general: too vague | it depends... we know on what, they told us | generic, could be given to
  anyone | no concrete answer though all was given | doesn't use the details | wishy-washy | no
  figure | general talk instead of {amount} | doesn't commit
confuses_items: mixed up with {other} | wrong product | talks about {other} | that's {other}, not
  {thing} | confused two similar ones | not the one they have | mistakes {thing} for {other} |
  right answer for the other one
unasked_advice: nobody asked for advice | preachy | extra tips not wanted | upselling | answer
  fine but then goes on about other stuff | should have stopped after the answer | unsolicited
  recommendation | drop the tips | adds things not asked | lecturing
arithmetic_slip: math wrong | wrong total | sum is off, it's {right} | can't multiply |
  miscalculated | adds up wrong | {wrong} should be {right} | calculation error | result not
  correct, check the sum
cut_off: cut off | ends mid sentence | incomplete output | stops in the middle of a word |
  truncated | unfinished | breaks off | rest of it is missing | token limit?
asks_back: asks for something they already said | info was in the question | needless question
  back | they told us {settles} | should read the message first | no answer, wants to hear what is
  known | counter question for nothing | it's all there in the input
agrees_with_mistake: goes along with a wrong assumption | should have corrected the customer |
  yes-man | confirms something false | takes the wrong premise for granted | customer is mistaken
  and bot agrees | did not push back | sycophantic | that is not true in the first place
flipped_yes_no: it's the other way round | says yes where it's no / no where yes | opposite of the
  truth | exact reverse | wrong way around | inverted | the rule is just the contrary | got
  "{polar}" backwards
steps_out_of_order: order of steps wrong | steps mixed up | sequence is off | can't do that one
  first | right steps wrong order | step must come earlier | would fail if you followed it in this
  order | shuffled instructions
placeholder_left: placeholder not filled | template junk | brackets left in | variables visible to
  customer | merge field | name missing, still the blank | raw template | "{blank}" in the reply |
  not filled in
restates_question: only repeats the question | no answer at all | parrots the asker | says back
  what they asked | rephrases and stops | empty, mirrors the request | nothing new in it | echo
"""

VAGUE_NOTES = """
vague: wrong | no | not good enough | see ideal | hm | bad answer | fail | can't send this | needs
  rework | nope, see the ideal answer | unhappy with this one | would not sign this | again...
"""

ASIDES = """
aside: also a bit long | otherwise ok | opener fine | seen this before | rest is correct | typo
  too | 2nd time today | ask legal? | low priority | important!! | customer will call again |
  check others on {thing} | formatting ok
lead: answer | bot | model | reply | the output
"""
