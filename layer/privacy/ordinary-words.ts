/**
 * Words that are no one's name even with a capital: a sentence's beginning, the calendar, the words of our trade. A
 * person who is called like one is still masked by what the session knows of its customer.
 */
const lists = [
  // Grammar.
  `
    a an and are as at be been being but by can could did do does doing done for from had has have
    having he her here hers him his how i if in into is it its just let may me might mine must my no nor
    not now of off on once one only onto or our ours out over own per shall she should since so some
    such than that the their them then there these they this those though through to too under until up
    upon us very was we were what when where whether which while who whom whose why will with within
    without would yes yet you your yours yourself don doesn didn isn wasn won can couldn shouldn
    wouldn haven hasn re ve ll s t
  `,
  `
    about above across after again against all almost along already also although always am among
    another any anybody anyone anything anyway around away back because become before behind below
    beside besides between both during each either else enough even ever every everybody everyone
    everything everywhere few further instead less lot lots many maybe meanwhile more most much myself
    near nearly neither never next nobody none nothing often other others otherwise perhaps quite rather
    same several sometimes somebody someone something soon still today together tomorrow tonight twice
    unless until usually well whatever whenever wherever yesterday
  `,
  // Talk.
  `
    hi hello hey dear good great fine nice perfect wonderful awesome cool ok okay sure thanks thank
    thankyou please sorry welcome morning afternoon evening night noon midnight bye goodbye cheers
    regards sincerely best kind right wrong correct true false new old big small large first second
    third last same different early late later earlier soonest sooner asap available unavailable
    possible impossible ready busy free open closed happy glad sad sir madam mister mrs mr ms miss dr
    prof note notes question questions answer answers help problem problems issue issues thing things
    way ways day days week weeks weekend weekends month months year years hour hours minute minutes time
    times date dates part parts
  `,
  `
    ask asked asking book booked booking bring call called calling calls can cancel canceled cancelled
    cancelling cancellation change changed check choose choosing come comes coming complete completed
    confirm confirmed confirming confirmation contact could find finish finished fix get gets getting
    give given go goes going got happen happened hear hold hope keep know leave left like list look
    looking looks made make makes mean meet meeting mind move moved moving need needed needs pay pending
    pick prefer put reach read receive remember remind reply reschedule rescheduled rescheduling reserve
    run said save say says schedule scheduled scheduling see seems select send sent set show speak start
    started starts stay stop take takes talk tell text think tried try trying turn understand update use
    wait waiting want wants wanted wish work working works write wondering interested located married
    retired here
  `,
  // The calendar, and days people keep.
  `
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
    january february march april june july august september october november december jan feb mar apr
    jun jul aug sep sept oct nov dec am pm christmas thanksgiving easter halloween eve holiday holidays
    labor memorial independence presidents veterans hanukkah ramadan diwali eid spring summer autumn
    fall winter st nd rd th est edt cst cdt mst mdt pst pdt utc gmt
  `,
  // The trade.
  `
    account address appliance appliances appointment appointments apt area arrival arrive assessment
    attic availability backsplash backyard balcony basement bath bathroom bathrooms bay bed bedroom
    bedrooms blinds block blue board brick bring brown building cabinet cabinets carpet carpets cat cats
    ceiling cement ceramic chat chimney city closet color colour company concrete condo contract
    contractor cost counter countertop countertops crew custom customer customers deck decking decks
    delivery deposit desk details dining dishwasher document documents dog dogs door doorbell doors
    double downstairs driveway dryer drywall email entry estimate estimates exterior family faucet fence
    fencing fiberglass fireplace floor flooring floors foyer fridge front furnace furniture garage
    garden gate gates glass gray green grey gutter gutters guest hall hallway hardwood heat heater
    heating home house hvac info information inspection inspector install installation installations
    installed installer installers interior island item items job jobs key keys kitchen kitchens
    laminate lamp laundry lighting living lock lockbox main maintenance manager master material
    materials measure measured measurement measurements measuring message millwork mirror model mudroom
    name names neighborhood neighbourhood number numbers office oak offered online oven package paint
    painting panel panels pantry parking patio payment pending permit permits pet pets phone picture
    pictures pine pipe plan plank planks plumber plumbing policy pool porch portal power price product
    products project projects quote quotes rail railing range rear ref reference refrigerator repair
    repairs replace replacement return review roof roofing roofs room rooms screen scheduler security
    service services shed shower shutters side siding sign signature sink site size sizes skylight slab
    sliding slot slots solar solid spare special stain stair stairs standard state status steel steps
    stone storage store storm stove street suite summary supervisor supply support surface survey system
    table tank team technician technicians temporary tile tiles tiling toilet trim truck tub type unit
    upgrade upstairs utility vanity vent vinyl visit visits wall wallpaper walls warranty washer water
    weather white window windows wood yard zip zone ada hoa medicare medicaid insurance card credit
    debit visa mastercard amex passport license licence driver social ssn iban cvv dob birth birthday
    bank
  `,
  `
    action attention awaiting back cancel code completed confirmation customer delivered description
    details ending fax federal hdms historical important mobile none not ordered original partial paused
    pending personal postal processing profile ready regional request requested reschedule result
    results returned schedule scheduled sign signoff start store surge tel tentatively total tracking
    website work job title organization company
  `,
];

export const ordinaryWords: ReadonlySet<string> = new Set(lists.flatMap((list) => list.trim().split(/\s+/)));
