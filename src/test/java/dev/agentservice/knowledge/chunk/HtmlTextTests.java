package dev.agentservice.knowledge.chunk;

import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@BesideOthers
class HtmlTextTests {

	@ParameterizedTest
	@ValueSource(strings = { "style='display:none'", "style='color: red; DISPLAY : None !important'",
			"style='visibility: hidden'", "style='font-size:0px'", "style='opacity: 0.0'", "hidden",
			"aria-hidden='TRUE'" })
	void whatIsHiddenWhereItStandsIsLeftOut(String attribute) {
		assertThat(HtmlText.of("<p>Seen.</p><div " + attribute + "><p>Unseen <b>words</b></p></div><p>Too.</p>"))
			.isEqualTo("Seen.\n\nToo.");
	}

	@Test
	void otherStylesHideNothing() {
		assertThat(HtmlText.of("<p style='display:block;font-size:10px;opacity:0.5'>Seen.</p>")).isEqualTo("Seen.");
	}

	@Test
	void preformattedLinesStayLinesAndAreNoHeadings() {
		String text = HtmlText.of("<h1>Run</h1><pre>\n# a comment\nfor i in x:\n    go(i)\n</pre><p>Done.</p>");
		assertThat(text).isEqualTo("# Run\n\n```\n# a comment\nfor i in x:\n    go(i)\n```\n\nDone.");
		assertThat(Section.of(text)).hasSize(1);
	}

}
