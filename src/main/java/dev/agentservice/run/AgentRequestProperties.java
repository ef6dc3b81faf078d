package dev.agentservice.run;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;

/**
 * What a client may ask for, in any protocol.
 *
 * @param maxTaskCharacters the longest task, in code points; a longer one is 413, never
 * cut
 * @param smallBody a body of up to so many bytes is read before the rate limits are drawn
 * on; a larger one, or one of unknown size, only after, which is one more wait on Redis
 */
@ConfigurationProperties("agent-service.request")
public record AgentRequestProperties(@DefaultValue("200000") int maxTaskCharacters,
		@DefaultValue("16KB") DataSize smallBody) {

	public AgentRequestProperties {
		Assert.isTrue(maxTaskCharacters > 0, "agent-service.request.max-task-characters must be positive");
		Assert.isTrue(!smallBody.isNegative(), "agent-service.request.small-body must not be negative");
	}

}
