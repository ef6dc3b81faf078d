package dev.agentservice.support.redis.check;

import dev.agentservice.support.redis.check.StoreCheck.StoreUnusableException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Prints what is wrong with Redis, instead of a stack trace. */
class StoreFailureAnalyzer extends AbstractFailureAnalyzer<StoreUnusableException> {

	@Override
	protected FailureAnalysis analyze(Throwable failure, StoreUnusableException cause) {
		return new FailureAnalysis(cause.getMessage(),
				"Set Redis up as docs/deploy.md says, or set agent-service.redis.durability to warn.", cause);
	}

}
