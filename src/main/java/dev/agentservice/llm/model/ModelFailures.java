package dev.agentservice.llm.model;

import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CancellationException;

import dev.agentservice.llm.http.BrokenExchangeException;
import dev.agentservice.llm.http.Exchange;
import dev.agentservice.llm.http.RefusedException;
import dev.agentservice.llm.http.proxy.ProxyRefusedException;
import dev.agentservice.llm.model.ModelException.Kind;
import dev.agentservice.llm.refusal.ProviderRefusal;

/**
 * Turns the exceptions of provider calls into those that callers can handle.
 */
public final class ModelFailures {

	/** The status of a proxy that refuses the service, or this provider. */
	private static final Set<Integer> FORBIDDEN = Set.of(401, 403, 407);

	private final InstantSource clock;

	public ModelFailures(InstantSource clock) {
		this.clock = clock;
	}

	/**
	 * Explains a failed call.
	 * @return a {@link ModelException}, or a {@link CancellationException} if the thread
	 * was interrupted, or the failure itself where nothing had been answered and it is no
	 * exchange's: then the request was wrong
	 */
	public RuntimeException explain(ModelId model, Exchange exchange, RuntimeException failure) {
		if (Thread.currentThread().isInterrupted()) {
			return cancelled(failure);
		}
		return switch (failure) {
			case RefusedException refused ->
				new ModelException(model, ProviderRefusal.of(refused, this.clock), refused);
			case BrokenExchangeException _ when exchange.timedOut() ->
				new ModelException(model, Kind.TIMEOUT, null, failure);
			case BrokenExchangeException broken -> new ModelException(model, kind(broken), null, failure);
			// Without the cause: parsers quote what they could not parse.
			default -> exchange.answered() ? new ModelException(model, Kind.MALFORMED, null, null) : failure;
		};
	}

	private static Kind kind(BrokenExchangeException broken) {
		if (broken.getCause() instanceof ProxyRefusedException proxy && FORBIDDEN.contains(proxy.status())) {
			return Kind.UNAUTHORIZED;
		}
		return switch (broken.reason()) {
			case CONNECTION -> Kind.CONNECTION;
			case TIMEOUT -> Kind.TIMEOUT;
			case MALFORMED -> Kind.MALFORMED;
		};
	}

	public static CancellationException cancelled(Throwable cause) {
		CancellationException cancelled = new CancellationException("the model call was interrupted");
		cancelled.initCause(cause);
		return cancelled;
	}

}
