package dev.agentservice.run.slot;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/**
 * Stops the start of a Lambda function with another number of slots than the invocations
 * that Lambda sends to it at a time: with fewer, invocations that Lambda counts as free
 * would be refused.
 */
@Component
@ConditionalOnProperty("AWS_LAMBDA_RUNTIME_API")
class SandboxSlots implements SmartInitializingSingleton {

	private final InFlightProperties properties;

	private final int concurrency;

	SandboxSlots(InFlightProperties properties, @Value("${AWS_LAMBDA_MAX_CONCURRENCY:1}") int concurrency) {
		this.properties = properties;
		this.concurrency = concurrency;
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (this.properties.limit() != this.concurrency) {
			throw new IllegalStateException("agent-service.run.in-flight.limit is " + this.properties.limit()
					+ ", but Lambda sends this function " + this.concurrency
					+ " invocations at a time. Set both to the same number, or leave the limit to the profile lambda");
		}
	}

}
