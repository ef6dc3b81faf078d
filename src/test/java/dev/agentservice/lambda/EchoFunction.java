package dev.agentservice.lambda;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

/**
 * A function for AWS's own runtime: says what it was invoked with, and for how long it
 * may work.
 */
public final class EchoFunction implements RequestStreamHandler {

	@Override
	public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
		String event = new String(input.readAllBytes(), StandardCharsets.UTF_8);
		if (event.contains("fail")) {
			throw new IllegalStateException("As it was asked to");
		}
		output.write("{\"event\": %s, \"id\": \"%s\", \"remaining\": %d}"
			.formatted(event, context.getAwsRequestId(), context.getRemainingTimeInMillis())
			.getBytes(StandardCharsets.UTF_8));
	}

}
