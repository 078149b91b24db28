"""Sheets of the first topics of the blind failures; blind_topics tells how they are read."""

FIRST_SHEETS = """
topic: shop
thing: the Aria 2 kettle | the Aria 3 kettle
thing: the Loft desk lamp | the Loft floor lamp
thing: the Trek 40 rucksack | the Trek 60 rucksack
thing: the Nimbus duvet | the Nimbus topper
matter: days | weeks | 14 | 60
asks: How long do I have to send back {thing}? | until when can {thing} go back to you? | I'd like
  to return {thing}. What is the time limit?
facts: You can send back {thing} within {amount} of delivery. | Returns of {thing} are accepted
  for {amount} after it arrives.
nears: Refunds for {thing} go to the card you paid with. | You can drop off {thing} at any parcel
  shop, no printer needed.
matter: kg | lb | 2 | 19
asks: What does {thing} weigh when it is packed? | Parcel weight of {thing}, please, I have to
  carry it up.
facts: Packed for shipping, {thing} weighs {amount}. | The box with {thing} comes to {amount}.
nears: The carton of {thing} is made of recycled board. | We ship {thing} with a tracked courier.
matter: months | years | 18 | 48
asks: For how long is {thing} under guarantee? | Does {thing} come with a warranty and how long
  does it run?
facts: The guarantee on {thing} runs for {amount} from the day of purchase. | We repair {thing}
  free of charge for {amount}.
nears: Spare parts for {thing} are sold in our web shop. | You can register {thing} online with
  the number on its base.
situation: I bought it in the Harbour Street store, not online. | where you bought it
situation: It was a gift and I only have the gift receipt. | whether you have a receipt
situation: The seal is unbroken and the box is closed. | whether it has been opened
also: And who pays the postage? | We pay the postage if you use our label.
also: Also, does the blue one come back in stock? | The blue one is due back next month.
also: And can I swap it for another size? | A swap is possible once the first is back.
limit: I have no printer, so nothing with printing. | Just print the label at home and stick it on
  the box. | Show the code on your phone at the counter; they print the label.
limit: Please keep to shops, I can't wait in for a courier. | Book a courier to collect it from
  your door between 8 and 6. | Any of our shops takes it at the service desk.
limit: I don't want a voucher, only my money. | You will get a voucher for the full value by mail.
  | The money goes back to your card.
act: Can you cancel the order for me? | I have cancelled the order and the money is on its way. |
  You can cancel it under My orders.
act: Could you send me a new label? | A fresh label is already in your inbox. | Under Returns you
  can make a new label.
polar: Can I return it without the original box? | Yes, any sturdy box will do. | No, it has to be
  in the original box.
polar: Are sale items excluded from returns? | No, sale items can go back like all others. | Yes,
  sale items cannot be returned.
premise: Since you closed all the shops, I have to post it, right? | Exactly, since the shops are
  closed you have to post it. | The shops are open as usual, so you can bring it in.
premise: As returns always cost 10 here, I wonder if it pays. | True, with the return fee of 10 it
  hardly pays. | Returns cost nothing here.
steps: open My orders and choose the item | pick a reason for the return | pack it and stick the
  code on | hand the parcel in at the counter
steps: unplug it and let it cool | empty the tank | wrap it in the foil | close the box with tape
advice: You might also like our care kit, which many buyers add. | It is wise to photograph every
  parcel before you post it. | Consider joining the club to collect points on each purchase.
goods: tea towels | lamp bulbs | storage boxes | cushion covers
identifiers: return form RF-{d} | article {d}-{l} | clause {s} of the shop terms

topic: broadband
thing: the Fibre 150 plan | the Fibre 500 plan
thing: the Home Basic line | the Home Plus line
thing: the Mesh One router | the Mesh Duo router
matter: Mbit/s | MB/s | 10 | 90
asks: How fast is the upload on {thing}? | what upload should i get with {thing} | My calls
  stutter. What upstream does {thing} offer?
facts: With {thing} you get up to {amount} upstream. | Uploads on {thing} reach {amount}.
nears: Downloads on {thing} have no cap. | The light on the front shows whether {thing} is
  connected.
matter: days | months | 14 | 45
asks: What notice do I have to give for {thing}? | I'm moving out. How early must I give notice on
  {thing}?
facts: Notice on {thing} is {amount}. | You can end {thing} with {amount} of notice.
nears: You can take {thing} with you to a new address. | Bills for {thing} come on the first of
  the month.
matter: working days | weeks | 3 | 15
asks: How long does it take until {thing} works after ordering? | when will {thing} be live if i
  order today?
facts: It takes {amount} until {thing} is switched on. | Expect {thing} to be live {amount} after
  your order.
nears: An engineer calls before the visit for {thing}. | The set-up fee for {thing} is charged
  once.
situation: I live in a flat with a fibre socket already in the wall. | your type of socket
situation: We are three people, all on video calls from nine to five. | how you use it
situation: The cable from the box to the laptop is plugged in. | whether you are on wireless
also: And is there a fixed address with it? | A fixed address can be added at no charge.
also: And what about the old box, do I keep it? | The old box has to go back to us.
also: Also can I keep my number? | Your phone number moves over with you.
limit: I can't phone, I'm deaf, so online ways only. | Call the hotline and choose option 3. | The
  chat in the customer area does it in writing.
limit: Please without a new contract. | Simply sign a new contract over 24 months. | Your contract
  stays as it is.
limit: No engineer in the house please. | An engineer will come by and fit it. | You can plug it
  in on your own.
act: Please reset my line. | I've just reset your line from here. | You can restart the line in
  the customer area.
act: Can you book an engineer for Friday? | Friday morning is booked, he will ring the bell. |
  Visits are booked under Appointments.
polar: Can I use my own router? | Yes, any router with the right port works. | No, only ours may
  be connected.
polar: Do I pay during an outage? | No, days without service are credited. | Yes, the fee stays
  due in full.
premise: Because you throttle after 100 GB, I am slow now, correct? | Correct, after 100 GB we
  slow the line down. | There is no throttling, whatever the volume.
premise: I read that the price doubles in year two. | Yes, the doubling in year two is
  unfortunately so. | The price stays the same in year two.
steps: switch the box off | wait thirty seconds | switch it on and wait for the steady light | run
  the speed test by cable
steps: log in to the box | save the present settings | load the new firmware | restore the
  settings
advice: By the way, placing a router near a microwave is never a good idea. | You could also think
  about our TV bundle for the whole family. | Changing your wireless password every few months
  keeps you safe.
goods: static addresses | mesh repeaters | extra SIM cards | network cables
identifiers: fault code {l}{d} | profile {l}-{d} | service ticket {d}{d}

topic: trains
thing: the Saver Single | the Flex Single
thing: the Coast Day Pass | the Coast Week Pass
thing: the night train to the lakes | the evening train to the lakes
matter: minutes | hours | 15 | 90
asks: How long before departure can {thing} still be changed? | Up to when can I rebook {thing}?
facts: Changes to {thing} are possible until {amount} before departure. | You may rebook {thing}
  up to {amount} ahead of the train.
nears: A seat on {thing} is reserved with the booking. | On board, {thing} is shown from the app
  or on paper.
matter: euros | percent of the fare | 4 | 35
asks: What is the charge for cancelling {thing}? | if I cancel {thing}, how much do you keep?
facts: Cancelling {thing} costs {amount}. | We keep {amount} when {thing} is cancelled.
nears: For delays, {thing} is refunded in part. | You can book {thing} up to half a year ahead.
matter: years | months | 4 | 14
asks: Until what age do children ride free on {thing}? | My daughter travels along on {thing}; up
  to which age is that free?
facts: Children up to {amount} ride free on {thing}. | On {thing} nothing is charged for children
  under {amount}.
nears: Prams fold and go beside the doors on {thing}. | A family area is marked on {thing}.
situation: I travel with a folding bike in a bag. | what luggage you carry
situation: It is booked for a Sunday in March, second class. | the day and class of travel
situation: My ticket is the paper one from the machine. | the kind of ticket
also: And is there food on board? | A trolley with snacks comes through.
also: And which platform, usually? | It usually leaves from the two western platforms.
also: Also: is the lift at the lakes working again? | The lift there is back in service.
limit: Step-free only, I use a wheelchair. | Take the stairs to the upper bridge and cross over. |
  The ramp at the north end leads to the platform.
limit: I must arrive before noon. | The 11:40 gets you there at 13:05. | The 8:10 gets you there
  at 9:35.
limit: No changes on the way, please. | Change at the junction and again at the pier. | The direct
  one leaves every two hours.
act: Could you move my seat to the quiet coach? | Done, you are now in the quiet coach, seat 45. |
  Seats are moved in the app under Booking.
act: Please refund the ticket. | I have refunded the ticket to your account. | The refund form is
  in the app under Help.
polar: Can I break the journey halfway? | Yes, you may get off and go on the same day. | No,
  getting off ends the ticket.
polar: Does a dog need a ticket? | No, dogs ride along free. | Yes, a dog pays half the fare.
premise: Now that the line is closed till autumn, what is the bus? | As the line is closed till
  autumn, take the bus at the forecourt. | The line is open, trains run as planned.
premise: I know only residents may buy it, but still. | Indeed it is for residents only. | Anyone
  may buy it, resident or not.
steps: open the booking in the app | choose Change and the new train | pay the difference if there
  is one | save the new code
steps: note the time you arrived | fill in the delay form | add a picture of the ticket | send it
  within the month
advice: Remember to bring a warm jacket, evenings by the water are cool. | A travel insurance may
  be worth a thought for trips like this. | Why not stop at the old town on the way; the market is
  lovely.
goods: day tickets | seat reservations | bike tickets | left-luggage lockers
identifiers: fare rule {d}{l} | train {l}{d} | paragraph {s} of the conditions

topic: pharmacy
thing: Calmadine syrup | Calmadol syrup
thing: Gastrolin gel | Gastronol gel
thing: Tussirel cough mixture | Tussivan cough mixture
matter: ml | spoonfuls | 3 | 25
asks: What is a single dose of {thing} for an adult? | how much {thing} at a time? | Patient asks
  how much of {thing} she takes each time.
facts: A single dose of {thing} for an adult is {amount}. | Adults take {amount} of {thing} at a
  time, says the leaflet.
nears: {thing} works best after a meal. | Side effects of {thing} are listed in part four of the
  leaflet.
matter: weeks | days | 4 | 26
asks: How long does {thing} keep once opened? | Opened {thing} some time ago, until when is it
  good?
facts: Once opened, {thing} keeps for {amount}. | {thing} may be used for {amount} after opening.
nears: Unopened, {thing} bears its date on the bottom. | Leftovers of {thing} go into the
  household waste, not the drain.
matter: °C | °F | 8 | 30
asks: Up to which temperature may {thing} be stored? | It is hot in our flat. How warm may {thing}
  get?
facts: {thing} may be stored at up to {amount}. | Do not store {thing} above {amount}.
nears: {thing} should be kept out of the light. | {thing} is delivered in a padded box.
situation: I am 34, not pregnant, and take nothing else. | your age and other medicines
situation: It is for my son, he is nine and weighs 30 kg. | the weight of the child
situation: My kidneys are fine, tested last month. | how well your kidneys work
also: And may I drive after it? | Driving is fine with it.
also: And is there one without sugar? | A sugar-free kind can be ordered.
also: Also, what if I forget one? | When one is forgotten, go on with the next as planned.
limit: I'm allergic to lactose, please mind that. | The tablets, which contain lactose, are an
  equal choice. | It contains no lactose.
limit: Without prescription only. | Ask your doctor for a prescription of the stronger one. | It
  is sold without prescription.
limit: In words a ten-year-old gets, please. | Mind the anticholinergic burden and hepatic
  clearance. | It helps your body rest, and a grown-up measures it.
act: Can you reorder it for me? | I've put the reorder through, it is ready at five. | Reorders
  are made at the counter or in the pharmacy app.
act: Please tell my doctor. | Your doctor has been informed by me. | A print of this can be taken
  to the doctor.
polar: Can it be taken with milk? | Yes, milk makes no difference. | No, milk must be avoided.
polar: Is it habit-forming? | No, it is not habit-forming. | Yes, it is habit-forming.
premise: As it is banned for cyclists, what else is there? | Since it is banned for cyclists,
  herbal tea is left. | It is not banned for cyclists.
premise: Everyone says double is fine on bad days. | Right, on bad days the double is fine. | The
  double dose is never fine, bad day or not.
steps: wash your hands | shake the bottle well | measure with the cup | rinse the cup
steps: press the cap down and turn | break the seal | fill the spoon | drink some water after it
advice: A good night's sleep and enough water do wonders too. | You may want to look into vitamins
  for the winter. | Yoga is known to help many people.
goods: blister packs | gauze rolls | dosing cups | pill boxes
identifiers: leaflet version {l}{d} | batch {d}-{l} | section {s} of the product sheet

topic: permits
thing: a skip permit | a scaffold licence
thing: the resident parking badge | the visitor parking badge
thing: a street party licence | a market stall licence
matter: working days | weeks | 5 | 30
asks: How long does it take to get {thing}? | When will I hear about {thing}, applied yesterday? |
  processing time {thing}??
facts: {thing} is decided within {amount}. | Allow {amount} for {thing} to come through.
nears: You apply for {thing} with proof of address. | {thing} can be passed on when you move.
matter: euros | euros per day | 12 | 240
asks: What is the fee for {thing}? | I need {thing}, what will it cost me?
facts: The fee for {thing} is {amount}. | {thing} costs {amount}.
nears: The fee for {thing} can be paid by card at the town hall. | Penalties are due when {thing}
  is missing.
matter: metres | feet | 2 | 18
asks: How far from a crossing must I stay with {thing}? | With {thing}, what distance to the
  corner applies?
facts: With {thing} you stay {amount} from any crossing. | The distance to keep under {thing} is
  {amount}.
nears: A sign has to be put up three days before with {thing}. | {thing} does not cover verges.
situation: The house is in zone C and I am the owner. | the zone you live in
situation: It is for one weekend in June, some forty neighbours. | the date and size
situation: It would stand on my own drive, not on the road. | whether it is on public ground
also: And can it be extended? | It can be extended once.
also: And who tells the neighbours? | The neighbours are told by us in writing.
also: Also, do I need to be there for the inspection? | You need not be there for the inspection.
limit: I don't use the internet, so on paper please. | Upload the form in the online portal. | The
  paper form lies at the town hall desk.
limit: I work until six, so evenings only. | Come by between nine and noon on weekdays. | On
  Thursdays the desk is open until eight.
limit: Answer in two sentences at most, please. | There is a lot to say here. First, some history.
  The rules go back a while. They were then revised. After that they were revised again. | That is
  all.
act: Could you file it for me? | I filed your application just now. | You file it with the form at
  the desk or online.
act: Please extend mine by a week. | Yours has been extended by a week. | An extension is asked
  for with the short form.
advice: Talking to neighbours early always pays off. | Do consider whether a smaller one would
  serve you. | A lawyer can help you if things get complicated.
polar: May a tenant apply? | Yes, tenants may apply. | No, only owners may apply.
polar: Is a deposit needed? | No, there is no deposit. | Yes, a deposit has to be left.
premise: Since the mayor did away with fees, do I get mine back? | Yes, as fees were done away
  with, yours comes back. | Fees have not been done away with.
premise: With the five-year wait, should I even try? | With the wait of five years it is hardly
  worth it. | There is no such wait.
steps: mark the spot on the map | fill in the form | attach proof of address | pay the fee
steps: put up the sign | take a dated picture | send it to the office | keep the sign up to the
  end
goods: visitor vouchers | barrier hires | copies of the plan | road signs
identifiers: form {l}-{d} | by-law {d}, article {s} | case number {d}/{d}
"""
