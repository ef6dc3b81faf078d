package dev.agentservice.llm.remote;

/**
 * The places where a loop can run besides this service.
 */
public enum RemoteRuntime {

	/** OpenAI's Responses API, in the background. */
	OPENAI_RESPONSES("openai-responses", "openai");

	private final String label;

	private final String provider;

	RemoteRuntime(String label, String provider) {
		this.label = label;
		this.provider = provider;
	}

	/** Its name in the files of agents, for example {@code openai-responses}. */
	public String label() {
		return this.label;
	}

	/** The configured name of the provider that operates it. */
	public String provider() {
		return this.provider;
	}

}
