package dev.agentservice.lambda;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

import dev.agentservice.lambda.HttpEvent.UnsupportedEventException;
import dev.agentservice.lambda.LambdaProperties.InvokeMode;
import dev.agentservice.support.platform.Invocations;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes invocations, one after the other, and answers each. For one thread.
 */
final class Bootstrap {

	private static final Logger logger = LoggerFactory.getLogger(Bootstrap.class);

	/** For the answer of an invocation for upkeep. */
	private static final Duration MARGIN = Duration.ofSeconds(2);

	private final RuntimeApi api;

	private final Loopback service;

	private final Invocations invocations;

	private final InvokeMode mode;

	private final Consumer<Duration> upkeep;

	/**
	 * Answers invocations.
	 * @param upkeep does what background threads do elsewhere, within a time
	 */
	Bootstrap(RuntimeApi api, Loopback service, Invocations invocations, InvokeMode mode, Consumer<Duration> upkeep) {
		this.api = api;
		this.service = service;
		this.invocations = invocations;
		this.mode = mode;
		this.upkeep = upkeep;
	}

	/**
	 * Takes one invocation and answers it. An answer that cannot be made or delivered is
	 * the loss of this invocation alone.
	 * @throws IOException if the Runtime API hands out no invocation
	 */
	void once() throws IOException {
		Invocation invocation = this.api.next();
		String name = this.invocations.begin(invocation.deadline());
		try {
			if (invocation.isUpkeep()) {
				this.upkeep.accept(Duration.between(Instant.now(), invocation.deadline()).minus(MARGIN));
				this.api.answer(invocation, BufferedAnswer.nothing());
			}
			else {
				answer(invocation, HttpEvent.read(invocation.event()), name);
			}
		}
		catch (UnsupportedEventException ex) {
			fail(invocation, "Runtime.UnsupportedEvent", String.valueOf(ex.getMessage()));
		}
		catch (IOException ex) {
			logger.atError()
				.addKeyValue("invocation", invocation.id())
				.setCause(ex)
				.log("An answer could not be delivered");
		}
		catch (RuntimeException ex) {
			logger.atError().addKeyValue("invocation", invocation.id()).setCause(ex).log("An invocation failed");
			fail(invocation, "Runtime.Failed", "The request could not be handled.");
		}
		finally {
			this.invocations.end(name);
		}
	}

	private void fail(Invocation invocation, String type, String message) {
		try {
			this.api.failed(invocation, type, message);
		}
		catch (IOException ex) {
			logger.atError()
				.addKeyValue("invocation", invocation.id())
				.setCause(ex)
				.log("That an invocation has failed could not be reported");
		}
	}

	private void answer(Invocation invocation, HttpEvent event, String name) throws IOException {
		ClassicHttpResponse response;
		try {
			ClassicHttpResponse refusal = Refusals.of(event);
			response = (refusal != null) ? refusal : this.service.send(event, invocation.traceId(), name);
		}
		catch (IOException ex) {
			noAnswer(invocation, ex);
			return;
		}
		try (response) {
			if (event.streams() && this.mode == InvokeMode.RESPONSE_STREAM) {
				this.api.answer(invocation, new StreamedAnswer(response));
			}
			else {
				answerAsAWhole(invocation, response);
			}
		}
	}

	private void answerAsAWhole(Invocation invocation, ClassicHttpResponse response) throws IOException {
		BufferedAnswer answer;
		try {
			answer = BufferedAnswer.read(response);
		}
		catch (IOException ex) {
			noAnswer(invocation, ex);
			return;
		}
		this.api.answer(invocation, answer);
	}

	private void noAnswer(Invocation invocation, IOException cause) {
		logger.atWarn().addKeyValue("invocation", invocation.id()).setCause(cause).log("An invocation has no answer");
		fail(invocation, "Runtime.NoAnswer", "The service did not answer.");
	}

}
