package dev.agentservice.compat;

import java.util.Set;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How OpenAI's protocol is read.
 *
 * @param strictTenants the tenants whose requests are refused where they ask for what
 * would be ignored, such as a temperature; {@code *} stands for all
 */
@ConfigurationProperties("agent-service.openai")
public record CompatProperties(@DefaultValue Set<String> strictTenants) {

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

}
