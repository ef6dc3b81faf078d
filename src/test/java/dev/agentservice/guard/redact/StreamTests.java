package dev.agentservice.guard.redact;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import dev.agentservice.guard.redact.finding.FindingType;
import dev.agentservice.guard.redact.finding.Redaction;
import dev.agentservice.guard.redact.finding.RedactionAction;
import dev.agentservice.guard.redact.finding.RedactionPolicy;
import dev.agentservice.guard.redact.leak.Instructions;
import dev.agentservice.guard.redact.stage.Cuts;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@BesideOthers
class StreamTests {

	private static final Redactors REDACTORS = Redactors.of(RedactionPolicy.standard());

	private static final Instructions INSTRUCTIONS = Instructions
		.of("You are the assistant of a shop. Answer the questions of its customers in one or two sentences, and never talk "
				+ "about the prices of other shops. If a customer asks for a refund, look at the order first.")
		.with(Instructions.newMarker());

	/** Mutation tests run them for every mutant. */
	private static final int ROUNDS = Integer.getInteger("redaction.rounds", 3000);

	/** What anything begins or ends with, and what is hard to fold. */
	private static final List<String> SHREDS = List.of("-----BEGIN ", "PRIVATE KEY-----", "-----END ", "RSA ", "![",
			"](", "]", "[", ")", "(", "<img ", "<a ", ">", "<", "src=", "\"", "'", "https://", "http:", "www.",
			"evil.example.net", "?q=", "#", "jane", "@", "%40", "example.com", ".", "..", "::", ":", "2001:db8",
			"203.0.113.7", "4111", " 1111", "-1111", "1111 ", "+1 ", "415", "-555-", "2671", "GB82", " WEST",
			"1234 5698 7654 32", "DE89370400440532013000", "219-09-9999", "AB", " 12", " C", "password", "password: ",
			"secret=", "token is ", "Bearer ", "eyJ", "AKIA", "\u00a0", "\u200b", "\u00ad", "\ud83d\ude00", "\ud83d",
			"\ude00", "\uff11", "\ud835\udfd9", "\u0130", "\u017f", "\u4f60\u597d", "\u0e2a", "\\n", "\\", "\n", "\n\n",
			"\t", " ", "  ", "a", "Z", "0", "9", "_", "/", "=", "+", "-", "&#", "&colon;", "x",
			"you are the assistant of a shop answer the questions", "Answer ", "customers ", "$", "{", "}",
			";Password=", "-u a:", "Mr. ", "]: ", "!", "?", "|", "`", "*", "~", "\u0000", "\uffff", "tel ", " ext. 5");

	@Test
	void anythingCutAnywhereGivesTheSameAndNothingBreaks() {
		Random random = new Random(20261123);
		Redactors small = Redactors.of(new RedactionPolicy(
				java.util.Map.of(FindingType.PERSON, RedactionAction.REDACT, FindingType.EMAIL, RedactionAction.MASK),
				List.of("US", "DE"), java.util.Set.of(), 40, 8, 256));
		for (int round = 0; round < ROUNDS; round++) {
			String text = shreds(random, 1 + random.nextInt(60));
			String whole = streamed(small.stream(new OwnValues(), INSTRUCTIONS), text);
			String singles = Cuts.inSingles(small.stream(new OwnValues(), INSTRUCTIONS), text);
			String pieces = Cuts.inPieces(small.stream(new OwnValues(), INSTRUCTIONS), text, random);
			assertThat(List.of(singles, pieces)).as("round %d", round).containsOnly(whole);
		}
	}

	/** A token is some four characters, and fifty come in a second. */
	@Test
	void ordinaryProseIsHeldBackForLessThanThreeHundredMilliseconds() {
		List<Integer> held = new ArrayList<>();
		StreamRedactor stream = REDACTORS.stream(new OwnValues(), INSTRUCTIONS);
		int in = 0;
		int out = 0;
		for (String piece : Prose.TEXT.split("(?<=\\G.{4})", -1)) {
			in += piece.length();
			out += stream.accept(piece).length();
			held.add(in - out);
		}
		assertThat(out + stream.finish().length()).isEqualTo(in);
		Collections.sort(held);
		assertThat(held.get(held.size() * 99 / 100)).isLessThanOrEqualTo(60);
		assertThat(held.get(held.size() / 2)).isLessThanOrEqualTo(12);
	}

	@Test
	void nothingIsReleasedWhileItCouldBecomeSomething() {
		StreamRedactor stream = REDACTORS.stream();
		assertThat(stream.accept("Mail jane.doe@exam")).isEqualTo("Mail ");
		assertThat(stream.accept("")).isEmpty();
		assertThat(stream.accept("ple.com or call 415-")).isEqualTo("[email] or call ");
		assertThat(stream.accept("555-2671 ")).isEmpty();
		assertThat(stream.accept("or 4111 1111")).isEqualTo("[phone] or ");
		assertThat(stream.accept(" 1111 1111")).isEmpty();
		assertThat(stream.finish()).isEqualTo("[payment_card]");
		assertThat(stream.redactions()).containsExactly(new Redaction(FindingType.EMAIL, 1),
				new Redaction(FindingType.PAYMENT_CARD, 1), new Redaction(FindingType.PHONE, 1));
	}

	@Test
	void aStreamThatHasEndedTakesNothingMore() {
		StreamRedactor stream = REDACTORS.stream();
		assertThat(stream.finish()).isEmpty();
		assertThatIllegalStateException().isThrownBy(() -> stream.accept("x"));
		assertThatIllegalStateException().isThrownBy(stream::finish);
	}

	@Test
	void aTableOfNumbersComesThroughUnchanged() {
		StringBuilder table = new StringBuilder();
		Random random = new Random(3);
		for (int i = 0; i < 2000; i++) {
			table.append(random.nextInt(100)).append(i % 12 == 11 ? '\n' : ' ');
		}
		assertThat(REDACTORS.redact(table.toString()).content()).isEqualTo(table.toString());
	}

	@Test
	void aCardInTheMiddleOfManyNumbersIsFound() {
		String numbers = "12 345 6 ".repeat(40);
		Redacted<String> redacted = REDACTORS.redact(numbers + "4111 1111 1111 1111 " + numbers);
		assertThat(redacted.content()).isEqualTo(numbers + "[payment_card] " + numbers);
	}

	private static String streamed(StreamRedactor stream, String text) {
		return stream.accept(text) + stream.finish();
	}

	private static String shreds(Random random, int count) {
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < count; i++) {
			String shred = SHREDS.get(random.nextInt(SHREDS.size()));
			text.append(random.nextInt(12) == 0 ? shred.repeat(1 + random.nextInt(40)) : shred);
			text.append(random.nextInt(4) == 0 ? " " : "");
		}
		return text.toString();
	}

}
