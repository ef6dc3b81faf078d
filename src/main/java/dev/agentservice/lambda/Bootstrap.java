package dev.agentservice.lambda;

import java.io.IOException;

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

	private final RuntimeApi api;

	private final Loopback service;

	private final Invocations invocations;

	private final InvokeMode mode;

	Bootstrap(RuntimeApi api, Loopback service, Invocations invocations, InvokeMode mode) {
		this.api = api;
		this.service = service;
		this.invocations = invocations;
		this.mode = mode;
	}

	/**
	 * Takes one invocation and answers it.
	 * @throws IOException if the Runtime API is not there
	 */
	void once() throws IOException {
		Invocation invocation = this.api.next();
		String name = this.invocations.begin(invocation.deadline());
		try {
			answer(invocation, HttpEvent.read(invocation.event()), name);
		}
		catch (UnsupportedEventException ex) {
			this.api.failed(invocation, "Runtime.UnsupportedEvent", String.valueOf(ex.getMessage()));
		}
		finally {
			this.invocations.end(name);
		}
	}

	private void answer(Invocation invocation, HttpEvent event, String name) throws IOException {
		ClassicHttpResponse response;
		try {
			response = this.service.send(event, invocation.traceId(), name);
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

	private void noAnswer(Invocation invocation, IOException cause) throws IOException {
		logger.atWarn().addKeyValue("invocation", invocation.id()).setCause(cause).log("An invocation has no answer");
		this.api.failed(invocation, "Runtime.NoAnswer", "The service did not answer.");
	}

}
