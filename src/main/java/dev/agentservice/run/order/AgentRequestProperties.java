package dev.agentservice.run.order;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;

/**
 * Limits of a client's request, in any protocol.
 *
 * @param maxTask the longest task, in bytes of UTF-8; a longer one is 413, never cut
 * @param smallBody a body of up to so many bytes is read before the rate limits are drawn
 * on; a larger one, or one of unknown size, only after, which is one more wait on Redis
 */
@ConfigurationProperties("agent-service.request")
public record AgentRequestProperties(@DefaultValue("200000B") DataSize maxTask,
		@DefaultValue("16KB") DataSize smallBody) {

	public AgentRequestProperties {
		Assert.isTrue(maxTask.toBytes() > 0 && maxTask.toBytes() <= Integer.MAX_VALUE,
				"agent-service.request.max-task must be positive and less than 2 GB");
		Assert.isTrue(!smallBody.isNegative(), "agent-service.request.small-body must not be negative");
	}

	/** The same as a number. */
	public int maxTaskBytes() {
		return Math.toIntExact(this.maxTask.toBytes());
	}

}
