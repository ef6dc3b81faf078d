package dev.agentservice.guard.redact.link;

import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** How the inside of a tag is read. */
@BesideOthers
class HtmlTagTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', ignoreLeadingAndTrailingWhitespace = false,
			value = { "a href=\"//x.test/\"|//x.test/", "a href='//x.test/'|//x.test/", "a href=//x.test/|//x.test/",
					"a href=\"//x.test/|//x.test/", "a href='//x.test/|//x.test/", "a href=\"\"|``", "a href=\"|``",
					"a href='\"|\"", "a href=\"'|'", "a HREF = \"x\" title=\"y\"|x", "a title=x|``" })
	void aDestinationStandsInQuotesOrNot(String tag, String destination) {
		assertThat(HtmlTag.href(tag)).isEqualTo(destination);
	}

	@ParameterizedTest
	@ValueSource(strings = { "</style", "</style ", "</STYLE", "p { color: red }</style", "alert(1)</script",
			"<b></b></script" })
	void styleAndScriptEndWithATagOfTheirOwn(String element) {
		assertThat(HtmlTag.closesRaw(element)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "style", "script", "</b", "</styles", "</style></b", "a < b" })
	void nothingElseEndsThem(String element) {
		assertThat(HtmlTag.closesRaw(element)).isFalse();
	}

	@Test
	void aClosingTagIsLookedForInTheLastFortyCharacters() {
		assertThat(HtmlTag.closesRaw("x".repeat(50) + "</style" + " ".repeat(33))).isTrue();
		assertThat(HtmlTag.closesRaw("x".repeat(50) + "</style" + " ".repeat(34))).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "style, style", "IMG src=x, img", "svg:image x, svg:image", "a-b_c.d x, a-b_c.d", "-, -", "h1/, h1",
			"'<', ''", "'', ''" })
	void aNameGoesUpToTheFirstCharacterThatIsNoneOfIt(String tag, String name) {
		assertThat(HtmlTag.name(tag)).isEqualTo(name);
	}

	@ParameterizedTest
	@CsvSource({ "href, true, true", "url, true, true", "includegraphics, true, false", "bbox, true, false",
			"frac, false, false", "'', false, false" })
	void ofLatexOnlyWhatLinksOrFetchesIsWatched(String name, boolean watched, boolean link) {
		assertThat(LatexCommand.isWatched(name)).isEqualTo(watched);
		assertThat(LatexCommand.isLink(name)).isEqualTo(link);
	}

}
