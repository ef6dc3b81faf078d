package dev.agentservice.guard.redact;

/**
 * Answers as a model gives them, without anything to take out.
 */
final class Prose {

	static final String TEXT = """
			Thanks for getting in touch! I looked at your order and everything seems to be on its way. It left the warehouse in
			Rotterdam on 14 October and should reach you within 3 to 5 working days. If nothing has arrived by Friday, please
			tell me and I will start a search with the carrier straight away.

			## What you can do now

			1. **Check the tracking page.** The link is in the e-mail that we sent when the parcel left us.
			2. **Ask your neighbours.** In about 12% of all cases the parcel was left next door, at no. 17 or 19.
			3. **Wait one more day.** Over the last 30 days, 9 in 10 parcels came a day early or a day late.

			You paid $1,299.00 in 2 instalments of $649.50, so a refund would take the same way back: the first half within 48
			hours, the second on the next statement. Please note that version 2.4.1 of our app shows a wrong date (2026-11-31);
			we are working on it, and 2.4.2 is expected between 15:00 and 17:30 today.

			```python
			def total(prices: list[float]) -> float:
			    # sum of all items, e.g. total([1.5, 2.5]) == 4.0
			    return sum(p for p in prices if p > 0)
			```

			| item | price | count |
			|------|------:|------:|
			| lamp | 24.90 | 2 |
			| desk | 310.00 | 1 |

			The height of the desk is 72 cm, its width 140 x 70 cm, and it bears 80 kg. See [the guide](https://example.org/desk)
			for how to put it together, or read chapter 3 of the booklet. Natürlich können Sie auch auf Deutsch fragen, et en
			français si vous préférez. 您也可以用中文提问。 Is there anything else I can help you with?
			"""
		.repeat(3);

	private Prose() {
	}

}
