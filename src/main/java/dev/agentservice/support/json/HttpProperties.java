package dev.agentservice.support.json;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.ConstructorBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;

/**
 * What a request body may take.
 *
 * @param maxBody the largest accepted body in bytes, plain or chunked; one more is 413
 * @param bodyTimeout within which the whole body has to arrive, however slowly its bytes
 * drip; then 408
 * @param json what its JSON may look like; more is 400
 */
@ConfigurationProperties("agent-service.http")
public record HttpProperties(@DefaultValue("1MB") DataSize maxBody, @DefaultValue("30s") Duration bodyTimeout,
		@DefaultValue JsonLimitProperties json) {

	@ConstructorBinding
	public HttpProperties {
		Assert.isTrue(maxBody.toBytes() > 0 && maxBody.toBytes() < Integer.MAX_VALUE,
				"agent-service.http.max-body must be between 1B and 2047MB");
		Assert.isTrue(bodyTimeout.isPositive(), "agent-service.http.body-timeout must be positive");
	}

	/** With the standard limits of JSON. */
	public HttpProperties(DataSize maxBody, Duration bodyTimeout) {
		this(maxBody, bodyTimeout, JsonLimitProperties.STANDARD);
	}

}
