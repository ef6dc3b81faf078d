package dev.agentservice.guard.redact.personal;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import dev.agentservice.guard.redact.Redacted;
import dev.agentservice.guard.redact.Redactors;
import dev.agentservice.guard.redact.StreamRedactor;
import dev.agentservice.guard.redact.finding.FindingType;
import dev.agentservice.guard.redact.finding.Redaction;
import dev.agentservice.guard.redact.finding.RedactionAction;
import dev.agentservice.guard.redact.finding.RedactionPolicy;
import dev.agentservice.guard.redact.stage.Cuts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PersonalDataTests {

	private static final Redactors REDACTORS = Redactors.of(RedactionPolicy.standard());

	/**
	 * Text, and what is left of it. Numbers are those that schemes and registries publish
	 * as examples.
	 */
	static Stream<List<String>> texts() {
		return Stream.of(List.of("Write to jane.doe+orders@example.co.uk, please.", "Write to [email], please."),
				List.of("<jane@example.com>; bob@example.org", "<[email]>; [email]"),
				List.of("mailto:jane@example.com?subject=hi", "mailto:[email]?subject=hi"),
				List.of("**j\u00f6rg.m\u00fcller@b\u00fccher.example**", "**[email]**"),
				List.of("user=jane%40example.com&x=1", "user=[email]&x=1"),
				List.of("Jane's is o'neil@example.com.", "Jane's is [email]."),
				List.of("full width: jane\uff20example.com", "full width: [email]"),
				List.of("hidden: jane@exa\u200bmple.com!", "hidden: [email]!"),
				List.of("Card 4111 1111 1111 1111, thanks", "Card [payment_card], thanks"),
				List.of("pay 5500-0000-0000-0004 now", "pay [payment_card] now"),
				List.of("3782 822463 10005", "[payment_card]"), List.of("6011111111111117.", "[payment_card]."),
				List.of("number 3530111333300000 and 30569309025904", "number [payment_card] and [payment_card]"),
				List.of("my card is 4222222222222", "my card is [payment_card]"),
				List.of("\uff14\uff11\uff11\uff11 1111 1111 1111", "[payment_card]"),
				List.of("4\u200b111\u200b1111\u200b1111\u200b1111", "[payment_card]"),
				List.of("4111 \u200b1111 \u200b1111 \u200b1111", "[payment_card]"),
				List.of("\u2463\u2460\u2460\u2460 1111 1111 1111", "[payment_card]"),
				List.of("\ud835\udfdc\ud835\udfd9\ud835\udfd9\ud835\udfd9 1111 1111 1111", "[payment_card]"),
				List.of("4111\u00a01111\u00a01111\u00a01111 exp 12/27", "[payment_card] exp 12/27"),
				List.of("IBAN GB82 WEST 1234 5698 7654 32.", "IBAN [iban]."),
				List.of("DE89370400440532013000", "[iban]"), List.of("to nl91abna0417164300 today", "to [iban] today"),
				List.of("FR14 2004 1010 0505 0001 3M02 606 is mine", "[iban] is mine"),
				List.of("from 203.0.113.7:8080", "from [ip_address]:8080"),
				List.of("http://203.0.113.7/x", "http://[ip_address]/x"),
				List.of("2001:db8:85a3::8a2e:370:7334 answered", "[ip_address] answered"),
				List.of("[2001:db8::1]:443", "[[ip_address]]:443"),
				List.of("net 198.51.100.0/24 is ours", "net [ip_address]/24 is ours"),
				List.of("Call +1 (415) 555-2671 now", "Call [phone] now"),
				List.of("ring 415-555-2671.", "ring [phone]."), List.of("+49 30 901820", "[phone]"),
				List.of("Tel.: 030 / 901820", "Tel.: [phone]"), List.of("+442079460958", "[phone]"),
				List.of("020 7946 0958", "[phone]"), List.of("phone 4155552671", "phone [phone]"),
				List.of("01 42 68 53 00", "[phone]"), List.of("0044 20 7946 0958", "[phone]"),
				List.of("(415) 555-2671 x12", "[phone]"), List.of("555 1234 office", "[phone] office"));
	}

	@ParameterizedTest
	@MethodSource("texts")
	void personalDataIsReplacedByItsTypeHoweverTheTextIsCut(List<String> texts) {
		assertThat(REDACTORS.redact(texts.getFirst()).content()).isEqualTo(texts.getLast());
		Cuts.assertSameHoweverCut(REDACTORS, texts.getFirst());
		Cuts.assertSameHoweverCut(REDACTORS, "So: " + texts.getFirst() + " And then?");
	}

	@ParameterizedTest
	@ValueSource(strings = { "order 1234567890 shipped", "4111 1111 1111 1112", "1234567812345678",
			"id 123e4567-e89b-12d3-a456-426614174000", "550e8400-e29b-41d4-a716-446655440000",
			"3f786850e387550fdab836ed7e6dc881de23001b", "ISBN 978-3-16-148410-0", "EAN 4006381333931",
			"version 10.2.0.1", "Chrome/120.0.0.0 Safari", "v1.2.3.4", "section 1.2.3.4", "1.3.6.1.4.1.311",
			"releases 4.1.2.0 and 4.1.3.0", "2024-10-11 12:34:56", "on 11.10.2024 and 12/31/1999", "12:34:56",
			"00:1A:2B:3C:4D:5E", "std::vector<int>", "a::b::c", "at 127.0.0.1 or ::1", "0.0.0.0",
			"pi is 3.14159265358979323846", "0.4111111111111111", "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17",
			"100 200 300 400", "1,234,567.89 USD", "icon@2x.png", "@mention and a@b", "git@github.com:owner/name.git",
			"npm i left-pad@1.3.0", "1732345678901", "20241011123456", "PO-2024-000123456", "zip 90210-1234",
			"GB82 WEST 1234 5698 7654 33", "DE00123456789012345678", "In 2024 we sold 15 000 000 units.",
			"3... 2... 1... liftoff!", "x = (1 + 2) * (3 - 4)", "temperature -12 to 14", "10-20-30", "1920x1080",
			"+5 to +10", "a 4-4-2 formation in 1998 - 2002", "call me in 2024", "the 800-53 controls, rev 5",
			"API calls: 1234567", "mobile users: 1234567", "1234567 work items", "the API call 1234567 failed",
			"invoice number 2024-000-1234", "UTF-8, ISO-8859-1, RFC 5322, RFC 7519", "$1,299.00", "85 % of 1500",
			"ticket #123456789" })
	void whatOnlyLooksLikePersonalDataStays(String text) {
		Redacted<String> redacted = REDACTORS.redact(text);
		assertThat(redacted.content()).isEqualTo(text);
		assertThat(redacted.redactions()).isEmpty();
		Cuts.assertSameHoweverCut(REDACTORS, text);
	}

	@Test
	void cardsOfManyIssuersAreFoundInEveryGrouping() {
		Random random = new Random(42);
		for (String prefix : List.of("4", "51", "2221", "2720", "34", "37", "6011", "65", "3528", "36", "62")) {
			int length = prefix.startsWith("34") || prefix.startsWith("37") ? 15 : prefix.equals("36") ? 14 : 16;
			for (int i = 0; i < 50; i++) {
				String card = PersonalExamples.card(prefix, length, random);
				assertThat(REDACTORS.redact("It is " + card + '.').content()).isEqualTo("It is [payment_card].");
				assertThat(REDACTORS.redact(card.replaceAll("(.{4})(?=.)", "$1 ")).content())
					.isEqualTo("[payment_card]");
			}
		}
	}

	@Test
	void aCardWithAWrongDigitIsNone() {
		Random random = new Random(1);
		for (int i = 0; i < 200; i++) {
			String card = PersonalExamples.card("4", 16, random);
			char wrong = (char) ('0' + (card.charAt(8) - '0' + 1) % 10);
			String text = "It is " + card.substring(0, 8) + wrong + card.substring(9) + '.';
			assertThat(REDACTORS.redact(text).content()).isEqualTo(text);
		}
	}

	@Test
	void socialSecurityNumbersAreFoundUnlessTheyCannotHaveBeenGiven() {
		Random random = new Random(7);
		for (int i = 0; i < 300; i++) {
			int area = 1 + random.nextInt(898);
			String ssn = "%03d-%02d-%04d".formatted((area == 666) ? 665 : area, 1 + random.nextInt(99),
					1 + random.nextInt(9999));
			assertThat(REDACTORS.redact("Mine is " + ssn + '.').content()).isEqualTo("Mine is [national_id].");
		}
		for (String never : List.of("000-12-3456", "666-12-3456", "123-00-4567", "123-45-0000")) {
			assertThat(REDACTORS.redact(never).content()).isEqualTo(never);
		}
	}

	@Test
	void aPolicyMayMaskOneTypeAndAllowAnother() {
		Redactors redactors = Redactors.of(RedactionPolicy.standard()
			.with(FindingType.EMAIL, RedactionAction.ALLOW)
			.with(FindingType.PAYMENT_CARD, RedactionAction.MASK));
		Redacted<String> redacted = redactors.redact("jane@example.com 4111111111111111 203.0.113.7");
		assertThat(redacted.content()).isEqualTo("jane@example.com ****1111 [ip_address]");
		assertThat(redacted.redactions()).containsExactly(new Redaction(FindingType.PAYMENT_CARD, 1),
				new Redaction(FindingType.IP_ADDRESS, 1));
	}

	@Test
	void namesAreOnlyLookedForWhenAPolicyAsks() {
		String text = "Dear Mrs. Anna Smith, my name is Bob Jones. Chapter One.";
		assertThat(REDACTORS.redact(text).content()).isEqualTo(text);
		Redactors asked = Redactors.of(RedactionPolicy.standard().with(FindingType.PERSON, RedactionAction.REDACT));
		assertThat(asked.redact(text).content())
			.isEqualTo("Dear Mrs. [person] [person], my name is [person] [person]. Chapter One.");
		Cuts.assertSameHoweverCut(asked, text);
	}

	@Test
	void whatHasBeenRedactedIsNotRedactedAgain() {
		String redacted = REDACTORS.redact("jane@example.com, 4111111111111111, 203.0.113.7, +442079460958").content();
		assertThat(REDACTORS.redact(redacted)).isEqualTo(new Redacted<>(redacted, List.of()));
	}

	@Test
	void aSurrogatePairIsNeverSplit() {
		StreamRedactor stream = REDACTORS.stream();
		assertThat(stream.accept("a\ud83d")).isIn("", "a");
		assertThat(stream.accept("\ude00 b ")).contains("\ud83d\ude00");
		assertThat(stream.finish()).isEmpty();
	}

}
