package dev.agentservice.llm.resilience;

import java.time.Duration;
import java.util.function.Supplier;

import dev.agentservice.llm.model.ModelException;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.model.ModelReply;
import dev.agentservice.llm.refusal.ProviderRefusal;
import org.jspecify.annotations.Nullable;

/** Calls that a provider refuses, for tests without one. */
final class Refused {

	private Refused() {
	}

	/** A call that is refused with this status and {@code Retry-After}. */
	static Supplier<ModelReply> with(ModelId model, int status, @Nullable Duration retryAfter) {
		return () -> {
			throw new ModelException(model, new ProviderRefusal(status, "", "", "", "", retryAfter),
					new IllegalStateException("refused"));
		};
	}

}
