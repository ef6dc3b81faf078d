package dev.agentservice.llm.wire.openai;

import java.util.Locale;
import java.util.Set;

/**
 * Requirements of a server of OpenAI's protocol on the conversation that others do not
 * have, so that turns of another provider's model can be sent to it, too. The server is
 * known by its host, or, behind a proxy, by its name in the configuration.
 */
enum Demand {

	/** No requirement of its own. */
	NOTHING(Set.of(), Set.of()),
	/** Ids of tool calls that are nine letters and digits. */
	SHORT_IDS(Set.of("mistral.ai"), Set.of("mistral")),
	/**
	 * A thought with each turn that called tools; an empty one where there was none.
	 *
	 * @see <a href="https://api-docs.deepseek.com/guides/thinking_mode">DeepSeek</a>
	 * @see <a href=
	 * "https://platform.moonshot.ai/docs/guide/use-kimi-k2-thinking-model">Moonshot</a>
	 */
	THOUGHT_BEFORE_CALLS(Set.of("deepseek.com", "moonshot.ai", "moonshot.cn", "kimi.com"),
			Set.of("deepseek", "moonshot", "kimi")),
	/**
	 * A signature on the first call of each turn; a placeholder where there was none.
	 *
	 * @see <a href="https://ai.google.dev/gemini-api/docs/thought-signatures">Gemini</a>
	 */
	SIGNED_CALLS(Set.of("googleapis.com"), Set.of("gemini", "google", "vertex"));

	@SuppressWarnings("ImmutableEnumChecker") // made by Set.of
	private final Set<String> domains;

	@SuppressWarnings("ImmutableEnumChecker") // made by Set.of
	private final Set<String> names;

	Demand(Set<String> domains, Set<String> names) {
		this.domains = domains;
		this.names = names;
	}

	static Demand of(String provider, String host) {
		String name = provider.toLowerCase(Locale.ROOT);
		String domain = host.toLowerCase(Locale.ROOT);
		for (Demand demand : values()) {
			if (demand.names.contains(name) || demand.domains.stream().anyMatch((it) -> isWithin(domain, it))) {
				return demand;
			}
		}
		return NOTHING;
	}

	private static boolean isWithin(String host, String domain) {
		return host.equals(domain) || host.endsWith("." + domain);
	}

}
