package dev.agentservice.knowledge.chunk;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

@BesideOthers
class ChunkerTests {

	private static final int MOST = 64;

	private static final TokenCount TOKENS = new PassageTokens();

	private static final Deadline NO_HURRY = Deadline.after(Duration.ofHours(1));

	private final Chunker chunker = new Chunker(TOKENS, MOST, true);

	static Stream<String> texts() {
		String table = IntStream.range(0, 200)
			.mapToObj((i) -> "| row " + i + " | " + i * 7 + " | yes |")
			.collect(Collectors.joining("\n"));
		return Stream.of("", " ", "One.", "# A\n\n# B\n\n# C", table, "x".repeat(20_000), "{\"a\":1},".repeat(5_000),
				"漢字とかな。".repeat(800), "👩‍👩‍👧‍👦🎉".repeat(600), "é\u0301\u0302".repeat(900),
				"# Long\n\n" + "A sentence of some words. ".repeat(300), "\n\n\n# A\n\n\n\ntext\n\n\n",
				"```\n# no heading\n```\n\n# Heading\n\nText.", "word ".repeat(3000), noise());
	}

	private static String noise() {
		Random random = new Random(7);
		return random.ints(5000, 1, 0x1FFFF)
			.filter((c) -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
			.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
			.toString();
	}

	@ParameterizedTest
	@MethodSource("texts")
	void thePiecesJoinedAreTheTextAndNoneIsTooLongOrBlank(String text) {
		List<Passage> passages = cut(this.chunker, "A title", text);
		assertThat(passages.stream().map(Passage::text).collect(Collectors.joining())).isEqualTo(text);
		int end = 0;
		for (Passage passage : passages) {
			assertThat(passage.start()).isEqualTo(end);
			end = passage.end();
			assertThat(Text.isBlank(passage.text())).isEqualTo(Text.isBlank(text));
			assertThat(Text.isWellFormed(passage.text())).isTrue();
			assertThat(TOKENS.of(Passage.whole(passage.heading(), passage.text().strip()))).isLessThanOrEqualTo(MOST);
		}
	}

	@Test
	void titleAndHeadingsStandAboveEachPassage() {
		List<Passage> passages = cut(this.chunker, "Handbook",
				"Intro.\n\n# Travel\n\nBy train.\n\n## Hotels\n\nCheap ones.\n\n# Leave\n\nThirty days.");
		assertThat(passages).extracting(Passage::heading)
			.containsExactly("Handbook", "Handbook > Travel", "Handbook > Travel > Hotels", "Handbook > Leave");
		assertThat(passages.get(2).text()).isEqualTo("## Hotels\n\nCheap ones.\n\n");
	}

	@Test
	void aHeadingAloneIsNoPassage() {
		assertThat(cut(this.chunker, "Handbook", "# Refunds\n\n## How long\n\nTwo weeks.\n\n# Leave"))
			.extracting(Passage::heading, Passage::text)
			.containsExactly(tuple("Handbook > Refunds > How long", "# Refunds\n\n## How long\n\nTwo weeks.\n\n"),
					tuple("Handbook > Leave", "# Leave"));
	}

	@Test
	void withoutAPrefixNothingStandsAbove() {
		assertThat(cut(new Chunker(TOKENS, MOST, false), "Handbook", "# Travel\n\nBy train."))
			.extracting(Passage::heading)
			.containsExactly("");
	}

	@Test
	void aLongHeadingLeavesRoomForTheText() {
		List<Passage> passages = cut(this.chunker, "word ".repeat(190), "Text of the document.");
		assertThat(passages).hasSize(1);
		assertThat(TOKENS.of(passages.getFirst().heading())).isLessThanOrEqualTo(MOST / 2);
	}

	@Test
	void aMegabyteOnOneLineIsCut() {
		List<Passage> passages = cut(new Chunker(TOKENS, 240, true), "min.js", "var a=b(c,1);".repeat(80_000));
		assertThat(passages).hasSizeGreaterThan(1000);
		assertThat(passages.stream().mapToLong((passage) -> passage.text().length()).sum()).isEqualTo(1_040_000);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\u2028x", "\rx", "\u0085", "#x", "" })
	void aHeadingIsReadByALookAtEachOfItsCharacters(String end) {
		AtomicLong looks = new AtomicLong();
		String line = "#" + " ".repeat(590) + end;
		Section.Heading.of(new CountedText(line, looks));
		assertThat(looks.get()).isLessThan(4L * line.length());
	}

	@ParameterizedTest
	@ValueSource(strings = { "###### a\n\n\u200b b\n", "\u200b\n\n", "# \u2028x\n" })
	void whatIsCountedGrowsWithTheTextAlone(String section) {
		String headings = IntStream.rangeClosed(1, 5)
			.mapToObj((i) -> "#".repeat(i) + " " + (char) ('a' + i) + " word".repeat(89) + "\n")
			.collect(Collectors.joining());
		String text = headings + section.repeat(3000);
		AtomicLong counted = new AtomicLong();
		TokenCount counting = (one) -> {
			counted.addAndGet(one.length());
			return one.length() / 3 + 1L;
		};
		new Chunker(counting, 240, true).cut("Title", text, Integer.MAX_VALUE - 1, NO_HURRY);
		assertThat(counted.get()).isLessThan(30L * text.length());
	}

	@Test
	void noMoreIsCutThanIsWantedAndNothingOnceTimeIsUp() {
		AtomicLong counted = new AtomicLong();
		TokenCount counting = (one) -> {
			counted.addAndGet(one.length());
			return one.length();
		};
		Chunker counter = new Chunker(counting, MOST, true);
		String text = IntStream.range(0, 5000)
			.mapToObj((i) -> "# H" + i + "\n\nText.\n\n")
			.collect(Collectors.joining());
		assertThat(counter.cut("Title", text, 10, NO_HURRY)).hasSize(11);
		assertThat(counted.get()).isLessThan(text.length() / 2);
		counted.set(0);
		counter.cut("Title", text + "word ".repeat(100_000), 10_000, Deadline.after(Duration.ZERO));
		assertThat(counted.get()).isLessThan(1000);
	}

	private static List<Passage> cut(Chunker chunker, String title, String text) {
		return chunker.cut(title, text, Integer.MAX_VALUE - 1, NO_HURRY);
	}

	/** A text that counts how often it is looked at. */
	private record CountedText(String text, AtomicLong looks) implements CharSequence {

		@Override
		public int length() {
			return this.text.length();
		}

		@Override
		public char charAt(int index) {
			this.looks.incrementAndGet();
			return this.text.charAt(index);
		}

		@Override
		public CharSequence subSequence(int start, int end) {
			return new CountedText(this.text.substring(start, end), this.looks);
		}

		@Override
		public String toString() {
			return this.text;
		}

	}

}
