package dev.agentservice.guard;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

import dev.agentservice.guard.Submission.Part;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How messages read when a model reads on from one into the next. */
class JoinedTextsTests {

	@Test
	void aSingleTextIsReadOnce() {
		assertThat(JoinedTexts.of(users("Hello."))).isEmpty();
		assertThat(JoinedTexts.of(users(" ", "Hello.", "\n"))).isEmpty();
	}

	@Test
	void textsAreReadWithAndWithoutASpaceBetweenThem() {
		assertThat(JoinedTexts.of(users("one", " two\n"))).containsExactly("one two", "onetwo");
	}

	@Test
	void whatTheUserSaysIsAlsoReadWithoutWhatOthersSay() {
		assertThat(JoinedTexts.of(List.of(new Part("one", true), new Part("no", false), new Part("two", true))))
			.containsExactly("one no two", "onenotwo", "one two", "onetwo");
	}

	@Test
	void ofLongTextsOnlyTheEndsAreReadSoThatTheWorkIsLinear() {
		String end = "e".repeat(JoinedTexts.REACH);
		assertThat(JoinedTexts.of(users(end + "m".repeat(1000) + end, "two")).getFirst())
			.isEqualTo(end + "\n\n" + end + " two");
		for (int length : new int[] { 1, 100, 320, 400, 5000 }) {
			List<Part> many = Collections.nCopies(50, new Part("x".repeat(length), true));
			long joined = JoinedTexts.of(many).stream().mapToLong(String::length).sum();
			assertThat(joined).isLessThanOrEqualTo(4L * 50 * length);
		}
	}

	private static List<Part> users(String... texts) {
		return Stream.of(texts).map((text) -> new Part(text, true)).toList();
	}

}
