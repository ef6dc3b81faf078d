package dev.agentservice.guard.redact.stage;

import java.util.Random;

import dev.agentservice.guard.redact.Redactors;
import dev.agentservice.guard.redact.StreamRedactor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Cuts texts into pieces in every way that matters.
 */
public final class Cuts {

	private Cuts() {
	}

	/** Every cut in two, and into single characters, gives what the whole text gives. */
	public static void assertSameHoweverCut(Redactors redactors, String text) {
		String whole = redactors.redact(text).content();
		for (int cut = 0; cut <= text.length(); cut++) {
			StreamRedactor stream = redactors.stream();
			String streamed = stream.accept(text.substring(0, cut)) + stream.accept(text.substring(cut))
					+ stream.finish();
			assertThat(streamed).as("cut at %d", cut).isEqualTo(whole);
		}
		assertThat(inSingles(redactors.stream(), text)).as("single characters").isEqualTo(whole);
	}

	public static String inSingles(StreamRedactor stream, String text) {
		StringBuilder streamed = new StringBuilder();
		text.chars().forEach((c) -> streamed.append(stream.accept(Character.toString((char) c))));
		return streamed.append(stream.finish()).toString();
	}

	public static String inPieces(StreamRedactor stream, String text, Random random) {
		StringBuilder streamed = new StringBuilder();
		int index = 0;
		while (index < text.length()) {
			int end = Math.min(text.length(), index + 1 + random.nextInt(12));
			streamed.append(stream.accept(text.substring(index, end)));
			index = end;
		}
		return streamed.append(stream.finish()).toString();
	}

}
