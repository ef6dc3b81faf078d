package dev.agentservice.llm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.agentservice.llm.model.ModelAttempt;
import dev.agentservice.llm.model.ModelChain;
import dev.agentservice.llm.model.ModelException;
import dev.agentservice.llm.model.ModelFailures;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.model.ModelReply;
import dev.agentservice.llm.resilience.CallTerms;
import dev.agentservice.llm.resilience.LastCall;
import dev.agentservice.llm.resilience.LastResorts;
import dev.agentservice.llm.resilience.Recovery;
import dev.agentservice.llm.settings.LlmProperties;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.resilience.RetryBudget;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Gets an answer from a chain of models although some of them fail, as {@link Recovery}
 * says. The loop is no library's, since a pause depends on the provider's request, on the
 * run's deadline and on all other runs.
 */
@Component
public final class ModelFailover {

	private final LlmProperties properties;

	private final RetryBudget budget;

	private final LastResorts lastResorts;

	private final MeterRegistry meters;

	ModelFailover(LlmProperties properties, MeterRegistry meters) {
		this.properties = properties;
		this.budget = new RetryBudget(properties.resilience().retryBudget(), System::nanoTime);
		this.lastResorts = new LastResorts(properties.resilience().lastResort(), System::nanoTime);
		this.meters = meters;
		failovers();
		Stream.of(true, false).forEach((granted) -> {
			retries(granted);
			lastResorts(granted);
		});
	}

	/**
	 * Calls the models of a chain until one answers; if none does, one of them may be
	 * called once more, as {@link LastCall} says.
	 * @param chain the models; the one that answers is the first to be called next time
	 * @param deadline of the answer
	 * @param attempt calls a model; anything it throws besides {@link ModelException}
	 * ends this
	 * @throws ModelException if none answers; the failure that a client can do most about
	 * @throws java.util.concurrent.CancellationException if the calling thread was
	 * interrupted; its interrupt flag stays set
	 */
	public ModelReply ask(ModelChain chain, Deadline deadline, ModelAttempt attempt) {
		List<ModelException> failures = new ArrayList<>();
		for (Iterator<ModelId> models = chain.models().iterator(); models.hasNext();) {
			if (!failures.isEmpty()) {
				failovers().increment();
			}
			try {
				ModelId model = models.next();
				return answered(chain, askOne(!models.hasNext(), deadline, () -> attempt.ask(model)));
			}
			catch (ModelException ex) {
				failures.add(ex);
				throwIfFinal(ex, deadline);
			}
		}
		return answered(chain, askOnceMore(failures, deadline, attempt));
	}

	/**
	 * Calls one model until it answers, as often and after such pauses as its provider's
	 * settings say. No other model can take its place.
	 * @param <T> what it answers
	 * @param deadline of the answer
	 * @param call calls it; anything it throws besides {@link ModelException} ends this
	 * @throws ModelException if it does not answer
	 * @throws java.util.concurrent.CancellationException if the calling thread was
	 * interrupted; its interrupt flag stays set
	 */
	<T> T retried(Deadline deadline, Supplier<T> call) {
		return askOne(true, deadline, call);
	}

	private static ModelReply answered(ModelChain chain, ModelReply reply) {
		chain.answered(reply.model());
		return reply;
	}

	private static void throwIfFinal(ModelException failure, Deadline deadline) {
		if (Recovery.of(failure.kind()) == Recovery.NONE || deadline.passed()) {
			throw failure;
		}
	}

	private <T> T askOne(boolean last, Deadline deadline, Supplier<T> call) {
		CallTerms terms = last ? CallTerms.USUAL : CallTerms.FALLBACK_LEFT;
		this.budget.called();
		for (int attempts = 1; true; attempts++) {
			try {
				return terms.apply(call);
			}
			catch (ModelException ex) {
				Duration pause = pause(ex, attempts, last, deadline);
				if (pause == null) {
					throw ex;
				}
				sleep(pause);
			}
		}
	}

	/** One call more, if there is a useful one and it is granted. */
	private ModelReply askOnceMore(List<ModelException> failures, Deadline deadline, ModelAttempt attempt) {
		ModelException told = failures.stream().reduce(ModelFailover::moreTelling).orElseThrow();
		LastCall call = LastCall.after(failures).stream().filter(this::grants).findFirst().orElseThrow(() -> told);
		try {
			return call.terms().apply(() -> attempt.ask(call.model()));
		}
		catch (ModelException ex) {
			throwIfFinal(ex, deadline);
			throw moreTelling(told, ex);
		}
		finally {
			if (call.why() == LastCall.Why.SPARED) {
				this.lastResorts.ended(call.model());
			}
		}
	}

	private boolean grants(LastCall call) {
		return switch (call.why()) {
			case CUT -> grantsRetry();
			case BUSY -> true;
			case SPARED -> {
				boolean granted = this.lastResorts.tryBegin(call.model());
				lastResorts(granted).increment();
				yield granted;
			}
		};
	}

	/** How long to wait before the same model is called again; null if it is not. */
	private @Nullable Duration pause(ModelException failure, int attempts, boolean last, Deadline deadline) {
		if (Recovery.of(failure.kind()) != Recovery.SAME_MODEL || (failure.answerBegun() && !last)) {
			return null;
		}
		Duration askedFor = Objects.requireNonNullElse(failure.retryAfter(), Duration.ZERO);
		return this.properties.resilience(failure.model().provider())
			.retries()
			.pauseAfter(attempts, deadline, askedFor, this::grantsRetry);
	}

	private boolean grantsRetry() {
		boolean granted = this.budget.tryRetry();
		retries(granted).increment();
		return granted;
	}

	private Counter failovers() {
		return this.meters.counter("agent.model.failovers");
	}

	private Counter retries(boolean granted) {
		return this.meters.counter("agent.model.retries", "granted", Boolean.toString(granted));
	}

	private Counter lastResorts(boolean granted) {
		return this.meters.counter("agent.model.last_resorts", "granted", Boolean.toString(granted));
	}

	/**
	 * The failure that a client can do most about: a transient one, which it can wait
	 * for, before a limit that another task may keep, before one that only an operator
	 * can fix. Of two equal ones the later.
	 */
	private static ModelException moreTelling(ModelException before, ModelException now) {
		return (rank(now) >= rank(before)) ? now : before;
	}

	private static int rank(ModelException failure) {
		return switch (failure.kind()) {
			case CONTEXT_TOO_LONG, CAP_SPENT -> 1;
			default -> failure.kind().passes() ? 2 : 0;
		};
	}

	private static void sleep(Duration pause) {
		try {
			TimeUnit.NANOSECONDS.sleep(pause.toNanos());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw ModelFailures.cancelled(ex);
		}
	}

}
