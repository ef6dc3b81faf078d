package dev.agentservice.llm.http;

import java.time.Duration;

import dev.agentservice.support.Deadline;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * How long a request may take on its way through a pool: never beyond its deadline.
 */
record ConnectionTimeouts(PoolProperties properties) {

	/**
	 * The check for a closed connection takes a millisecond where it is open. One that
	 * has been idle for less is used unchecked: if it was closed nevertheless, the
	 * request is sent again.
	 */
	private static final TimeValue STALE_CHECK_AFTER = TimeValue.ofMilliseconds(100);

	/** Of a connection; one that a request must not lose is checked in any case. */
	ConnectionConfig connection(Exchange exchange) {
		Deadline deadline = exchange.deadline();
		return ConnectionConfig.custom()
			.setConnectTimeout(timeout(deadline.within(this.properties.connectTimeout()).remaining()))
			.setValidateAfterInactivity(exchange.isUnrepeatable() ? TimeValue.ZERO_MILLISECONDS : STALE_CHECK_AFTER)
			.setTimeToLive(TimeValue.of(this.properties.maxAge()))
			.build();
	}

	/** Of a request on it. */
	RequestConfig request(Exchange exchange) {
		Deadline deadline = exchange.deadline();
		Duration silence = exchange.silence().beforeHead(this.properties.responseTimeout());
		return RequestConfig.custom()
			.setConnectionRequestTimeout(timeout(deadline.remaining()))
			.setResponseTimeout(timeout(deadline.within(silence).remaining()))
			.setConnectionKeepAlive(TimeValue.of(this.properties.keepAlive()))
			.setAuthenticationEnabled(false)
			.setRedirectsEnabled(false)
			.setProtocolUpgradeEnabled(false)
			.build();
	}

	/** Rounded up: zero would be no limit, and the deadline must have passed by then. */
	private static Timeout timeout(Duration duration) {
		return Timeout.ofMilliseconds(duration.toMillis() + 1);
	}

}
