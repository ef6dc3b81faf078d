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

	@Test
	void shortLinesAreReadWithAndWithoutASpaceBetweenThem() {
		String longLine = "and then ".repeat(10);
		assertThat(JoinedTexts.ofLines(users("one\n\n two \r\nthree\n" + longLine + "\nfour\u2028five")))
			.containsExactly("one\n\ntwo three\n\nfour five", "onetwothree\n\nfourfive");
		assertThat(JoinedTexts.ofLines(users("one", longLine + "\n" + longLine, "two\n" + longLine, "\n\n"))).isEmpty();
	}

	@Test
	void linesAreReadInTwiceTheirLengthAtMost() {
		for (String line : List.of("a\n", "a\n\n\n", "a b\n" + "c".repeat(50) + "\n", " \n", "x".repeat(41) + "\n")) {
			String text = line.repeat(1000);
			long read = JoinedTexts.ofLines(users(text)).stream().mapToLong(String::length).sum();
			assertThat(read).isLessThanOrEqualTo(2L * text.length());
		}
	}

	private static List<Part> users(String... texts) {
		return Stream.of(texts).map((text) -> new Part(text, true)).toList();
	}

}
