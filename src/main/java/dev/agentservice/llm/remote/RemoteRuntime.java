package dev.agentservice.llm.remote;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

import dev.agentservice.llm.remote.HostedTool.Kind;

/**
 * The places where a loop can run besides this service.
 */
public enum RemoteRuntime {

	/** OpenAI's Responses API, in the background. */
	OPENAI_RESPONSES("openai-responses", "openai", "response"),

	/** Anthropic's Managed Agents. */
	ANTHROPIC_MANAGED("anthropic-managed", "anthropic", "session");

	private final String label;

	private final String provider;

	private final String object;

	RemoteRuntime(String label, String provider, String object) {
		this.label = label;
		this.provider = provider;
		this.object = object;
	}

	/** The one of a name; empty if this release knows none. */
	public static Optional<RemoteRuntime> of(String label) {
		return Arrays.stream(values()).filter((runtime) -> runtime.label.equals(label)).findAny();
	}

	/** Its name in the files of agents, for example {@code openai-responses}. */
	public String label() {
		return this.label;
	}

	/** The configured name of the provider that operates it. */
	public String provider() {
		return this.provider;
	}

	/** The provider's word for what it keeps, for example {@code response}. */
	String object() {
		return this.object;
	}

	/** The tools that can run there. */
	public Set<Kind> hosted() {
		return switch (this) {
			case OPENAI_RESPONSES -> EnumSet.allOf(Kind.class);
			case ANTHROPIC_MANAGED -> EnumSet.of(Kind.WEB_SEARCH, Kind.CODE_INTERPRETER);
		};
	}

	/**
	 * Whether the provider keeps the conversation of a run until that is over, and a cap
	 * in money for it.
	 */
	public boolean hasSessions() {
		return this == ANTHROPIC_MANAGED;
	}

}
