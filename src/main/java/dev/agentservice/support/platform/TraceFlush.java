package dev.agentservice.support.platform;

import java.util.concurrent.TimeUnit;

import io.opentelemetry.sdk.trace.SdkTracerProvider;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Sends the traces that are finished, in a bounded time. Failure mode: what is not sent
 * by then is sent with the next request, or lost with the process.
 */
@Component
final class TraceFlush {

	private static final long PATIENCE_MILLIS = 500;

	private final ObjectProvider<SdkTracerProvider> tracers;

	TraceFlush(ObjectProvider<SdkTracerProvider> tracers) {
		this.tracers = tracers;
	}

	void flush() {
		this.tracers.forEach((tracer) -> tracer.forceFlush().join(PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
	}

}
