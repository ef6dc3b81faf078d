package dev.agentservice.agent.definition;

import java.nio.charset.StandardCharsets;
import java.util.Set;

import dev.agentservice.guard.GuardPolicy;
import dev.agentservice.guard.GuardPolicy.Links;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Which links an agent's file allows. */
@BesideOthers
class GuardSectionTests {

	private final AgentFileParser parser = new AgentFileParser(BuiltInTools.tools(), (_) -> true, (_) -> true,
			BuiltInTools.TARGETS, BuiltInTools.GUARD);

	@Test
	void withoutAWordAnyLinkIsAllowed() {
		assertThat(guard("task: flag").links()).isEqualTo(Links.ANY);
	}

	@Test
	void linksAreLimitedToTrustedHosts() {
		assertThat(guard("links: trusted-only, trusted_hosts: [docs.example.com, \"*.example.org\"]").links())
			.isEqualTo(new Links(true, Set.of("docs.example.com", "*.example.org")));
		assertThat(guard("links: any, trusted_hosts: [docs.example.com]").links())
			.isEqualTo(new Links(false, Set.of("docs.example.com")));
	}

	@ParameterizedTest
	@CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
			links: trusted_only                 => 'links': 'trusted_only' is neither 'any' nor 'trusted-only'
			trusted_hosts: ["https://a.example"] => 'https://a.example' is no host
			trusted_hosts: ["*"]                => '*' is no host
			trusted_hosts: ["A.example"]        => 'A.example' is no host
			trusted_hosts: a.example            => 'trusted_hosts' must be a list""")
	void whatCannotBeMeantIsRefused(String section, String reason) {
		assertThatExceptionOfType(AgentFileException.class).isThrownBy(() -> guard(section))
			.withMessageContaining(reason);
	}

	private GuardPolicy guard(String section) {
		String file = "---\nname: helper\nmodels: {simple: openai/gpt-5.4}\nguard: {" + section + "}\n---\nYou help.";
		return this.parser.parse("helper.md", file.getBytes(StandardCharsets.UTF_8)).guard();
	}

}
