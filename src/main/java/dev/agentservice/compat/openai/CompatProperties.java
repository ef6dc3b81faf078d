package dev.agentservice.compat.openai;

import java.util.Set;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How OpenAI's protocol is read.
 *
 * @param strictTenants the tenants whose requests are refused where they ask for what
 * would be ignored, such as a temperature; {@code *} stands for all
 * @param modelName what answers have as their {@code model}
 */
@ConfigurationProperties("agent-service.openai")
public record CompatProperties(@DefaultValue Set<String> strictTenants, @DefaultValue("agent") ModelName modelName) {

	private static final String ALL = "*";

	public CompatProperties {
		strictTenants = Set.copyOf(strictTenants);
	}

	/**
	 * Takes a request as it is, or refuses it.
	 * @param tenant whose it is
	 * @param request what it asks
	 * @throws UnsupportedParameterException naming the first parameter that would be
	 * ignored, if the tenant does not want that
	 */
	public void demandObeyed(String tenant, ChatRequest request) {
		boolean strict = this.strictTenants.contains(ALL) || this.strictTenants.contains(tenant);
		if (strict && !request.ignored().isEmpty()) {
			throw new UnsupportedParameterException(request.ignored().getFirst());
		}
	}

	/** What answers have as their {@code model}. */
	public enum ModelName {

		/** The agent: what the client asked for. */
		AGENT,
		/** The model that answers, as {@code provider/model}. */
		ANSWERING;

		/**
		 * The name to tell.
		 * @param agent the agent's name
		 * @param answering the model that answers; empty if it is not known
		 */
		public String of(String agent, String answering) {
			return (this == AGENT || answering.isEmpty()) ? agent : answering;
		}

	}

}
