package dev.agentservice.agent.citation;

import java.util.List;
import java.util.stream.Stream;

import dev.agentservice.agent.journal.Citation;
import dev.agentservice.agent.journal.Source;
import dev.agentservice.guard.AnswerFilter;
import dev.agentservice.guard.redact.finding.FindingType;
import dev.agentservice.guard.redact.finding.Redaction;
import dev.agentservice.knowledge.FoundPassage;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

@BesideOthers
class CitingFilterTests {

	private final Sources sources = new Sources();

	private final CitingFilter filter = new CitingFilter(AnswerFilter.NONE, this.sources);

	CitingFilterTests() {
		this.sources.show(passage("AAAAAA2222222222", "a", 0));
		this.sources.show(passage("BBBBBB2222222222", "b", 1));
	}

	private static FoundPassage passage(String label, String document, int n) {
		return new FoundPassage(label, "handbook", document, "Title", null, n, "Title", "Text of " + document, 0, 9,
				false);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			Yes [p:BBBBBB], no [p:AAAAAA], yes [p:BBBBBB]. | Yes [1], no [2], yes [1].
			Both [p:AAAAAA, p:BBBBBB].                     | Both [1][2].
			Both [p:AAAAAA; BBBBBB].                       | Both [1][2].
			Lower [p:aaaaaa].                              | Lower [1].
			Never shown [p:CCCCCC].                        | Never shown.
			One of two [p:CCCCCC, p:AAAAAA].               | One of two [1].
			a[0] [x](y) [p] [p: [p:aa] [p:AAAAAA           | a[0] [x](y) [p] [p: [p:aa] [p:AAAAAA
			{ [p: string]: number } data[p:offset] a[P:N]  | { [p: string]: number } data[p:offset] a[P:N]
			a[p:OFFSET], a[p:10], never a[p:7CCCCC]        | a[p:OFFSET], a[p:10], never a
			Never [p:01890] [p:A] [p:CCCCCCCCCCCCCCCCC].   | Never.
			Two [p:01890,p:BBBBBB; C1890, p: x].           | Two [1].
			Loose [P: BBBBBB ] or [p: cccccc].             | Loose [1] or [p: cccccc].
			Both [p:BBBBBB, chapter 3].                    | Both [1] [chapter 3].
			Open [p:BBBBBB, [p:AAAAAA                      | Open [1], [p:AAAAAA
			[[p:AAAAAA]]                                   | [[1]]
			""")
	void labelsBecomeNumbersHoweverTheTextIsCut(String text, String expected) {
		assertThat(this.filter.whole(text)).isEqualTo(expected);
		for (int cut = 0; cut <= text.length(); cut++) {
			this.filter.restart();
			assertThat(this.filter.accept(text.substring(0, cut)) + this.filter.accept(text.substring(cut))
					+ this.filter.finish())
				.isEqualTo(expected);
		}
		this.filter.restart();
		StringBuilder single = new StringBuilder();
		text.chars().forEach((c) -> single.append(this.filter.accept(String.valueOf((char) c))));
		assertThat(single + this.filter.finish()).isEqualTo(expected);
	}

	@Test
	void whatIsCitedIsTold() {
		String answer = this.filter.whole("No [p:BBBBBB] and [p:CCCCCC].");
		assertThat(this.filter.of(answer)).extracting(Citation::n).containsExactly(1);
		assertThat(this.filter.of(answer).getFirst().source().document()).isEqualTo("b");
		assertThat(this.filter.hasRemoved()).isTrue();
		this.filter.restart();
		assertThat(this.filter.hasRemoved()).isFalse();
		assertThat(this.filter.of(this.filter.whole("Nothing."))).isEmpty();
	}

	@Test
	void labelsThatBeginAlikeAreTheLonger() {
		assertThat(this.sources.show(passage("AAAAAA3333333333", "c", 0)).label()).isEqualTo("AAAAAA3");
		assertThat(this.sources.show(passage("AAAAAA2222222222", "a", 0)).label()).isEqualTo("AAAAAA");
		assertThat(this.filter.whole("[p:AAAAAA3]")).isEqualTo("[1]");
		assertThat(this.filter.of("[1]").getFirst().source().document()).isEqualTo("c");
	}

	@Test
	void aListMayBeLong() {
		assertThat(this.filter.whole("All [" + "p:CCCCCC, p:AAAAAA, ".repeat(50) + "p:BBBBBB]."))
			.isEqualTo("All " + "[1]".repeat(50) + "[2].");
		assertThat(this.filter.hasRemoved()).isTrue();
	}

	@Test
	void aRunThatReadsNothingSaysWhatItLikes() {
		CitingFilter nothing = CitingFilter.ofNothing(AnswerFilter.NONE);
		assertThat(nothing.accept("It is [p:7CCCCC]") + nothing.accept(" [p") + nothing.finish())
			.isEqualTo("It is [p:7CCCCC] [p");
		assertThat(nothing.hasRemoved()).isFalse();
	}

	@Test
	void titlesAndQuotesPassTheNextFilter() {
		AnswerFilter next = new AnswerFilter() {

			@Override
			public String accept(String piece) {
				return piece.replace("Title", "T…").replace("Text", "X…");
			}

			@Override
			public String finish() {
				return "";
			}

			@Override
			public List<Redaction> redactions() {
				return List.of(new Redaction(FindingType.EMAIL, 1));
			}

		};
		CitingFilter cleaning = new CitingFilter(next, this.sources);
		Source source = cleaning.of(cleaning.whole("Yes [p:AAAAAA].")).getFirst().source();
		assertThat(source.title()).isEqualTo("T…");
		assertThat(source.quote()).isEqualTo("X… of a");
		assertThat(cleaning.ofCitations()).isNotEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "https://example.com/r, true", "HTTP://example.com, true", "The handbook of 2026, true",
			"pages/7.html, true", "javascript:alert(1), false", "' \u200bJavaScript:alert(1)', false",
			"'java\tscript:alert(1)', false", "data:text/html;base64_AAAA, false", "mailto:kim@example.com, false" })
	void aSourceIsAPlaceInTheWebOrWords(String from, boolean shown) {
		Source source = this.sources
			.show(new FoundPassage("DDDDDD2222222222", "handbook", "d", "Title", from, 0, "", "Text", 0, 4, false));
		assertThat(source.source()).isEqualTo(shown ? from : null);
	}

	@Test
	void aLongTextPassesPieceByPiece() {
		long passed = Stream.generate(() -> this.filter.accept("[p:AAAAAA, ".repeat(3)))
			.limit(2000)
			.mapToLong(String::length)
			.sum();
		assertThat(passed + this.filter.finish().length()).isEqualTo(2000L * 3 * "[1], ".length());
	}

}
