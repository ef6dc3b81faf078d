package dev.agentservice.run;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * What a client may ask for, in any protocol.
 *
 * @param maxTaskCharacters the longest task, in code points; a longer one is 413, never
 * cut
 */
@ConfigurationProperties("agent-service.request")
public record AgentRequestProperties(@DefaultValue("200000") int maxTaskCharacters) {

	public AgentRequestProperties {
		Assert.isTrue(maxTaskCharacters > 0, "agent-service.request.max-task-characters must be positive");
	}

}
