package dev.agentservice.lambda;

import jakarta.validation.constraints.NotNull;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the service answers as a Lambda function.
 *
 * @param invokeMode how the trigger takes answers; no invocation says it, so this has to
 * be what the function URL or the REST API is set to
 * @param rehearsal whether the process plays the Runtime API to itself for some
 * invocations and ends: the training run of the image
 */
@Validated
@ConfigurationProperties("agent-service.lambda")
record LambdaProperties(@NotNull @DefaultValue("buffered") InvokeMode invokeMode,
		@DefaultValue("false") boolean rehearsal) {

	/** How a trigger takes answers. */
	enum InvokeMode {

		/** As a whole, at most 6 MB. */
		BUFFERED,
		/** Piece by piece, from a function URL or a REST API with response streaming. */
		RESPONSE_STREAM

	}

}
