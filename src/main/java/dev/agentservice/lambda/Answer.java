package dev.agentservice.lambda;

import org.apache.hc.core5.http.HttpEntity;

/**
 * The answer of the service, in the form that the Runtime API takes.
 */
sealed interface Answer permits BufferedAnswer, StreamedAnswer {

	/** The body of the message to the Runtime API. */
	HttpEntity entity();

	/** Whether it is sent while it is being made. */
	boolean isStreamed();

}
