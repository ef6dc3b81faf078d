package dev.agentservice.llm.http;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;

import dev.agentservice.llm.http.proxy.ProxyRefusedException;
import dev.agentservice.support.Deadline;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests on connections and reports the progress to their exchanges: when they
 * were sent, that the head has arrived (from then on other limits apply), and that a
 * pooled connection was lost.
 */
final class ExchangeExecutor extends HttpRequestExecutor {

	/**
	 * A later close is not due to idleness: the server had the request, may have worked
	 * on it, and may bill it.
	 */
	private static final Duration LONGEST_RACE = Duration.ofSeconds(2);

	/** On the context of a request whose connection has just been opened by a tunnel. */
	private static final String TUNNELLED = ExchangeExecutor.class.getName() + ".tunnelled";

	private final Duration readTimeout;

	ExchangeExecutor(Duration readTimeout) {
		this.readTimeout = readTimeout;
	}

	@Override
	public ClassicHttpResponse execute(ClassicHttpRequest request, HttpClientConnection connection,
			HttpResponseInformationCallback informationCallback, HttpContext context)
			throws IOException, HttpException {
		if (Method.CONNECT.isSame(request.getMethod())) {
			return tunnel(super.execute(request, connection, informationCallback, context), context);
		}
		Exchange exchange = Exchange.current();
		Attempt attempt = new Attempt(connection, context);
		exchange.markSent();
		try {
			ClassicHttpResponse response = super.execute(request, connection, informationCallback, context);
			exchange.markHead(connection, this.readTimeout);
			return response;
		}
		catch (IOException ex) {
			if (!exchange.isUnrepeatable() && attempt.lostItsConnection(exchange, ex)) {
				exchange.markUnsent();
				throw new LostConnectionException(ex);
			}
			throw ex;
		}
	}

	private static ClassicHttpResponse tunnel(ClassicHttpResponse response, HttpContext context) throws IOException {
		if (response.getCode() / 100 != 2) {
			// Else it would be taken for the provider's own answer.
			response.close();
			throw new ProxyRefusedException(response.getCode());
		}
		context.setAttribute(TUNNELLED, true);
		return response;
	}

	/** One request on one connection. */
	private static final class Attempt {

		private final @Nullable EndpointDetails connection;

		private final boolean reused;

		private final long received;

		private final Deadline race = Deadline.after(LONGEST_RACE);

		private Attempt(HttpClientConnection connection, HttpContext context) {
			this.connection = connection.getEndpointDetails();
			this.reused = this.connection != null && this.connection.getRequestCount() > 0
					&& context.getAttribute(TUNNELLED) == null;
			this.received = received();
		}

		private long received() {
			return (this.connection != null) ? this.connection.getReceivedBytesCount() : 0;
		}

		/**
		 * Whether the server had closed the idle connection while the request was in
		 * transit: RFC 9112, section 9.3.1. It differs from a failed call in that the
		 * connection was used before, broke at once, and that not a byte was received.
		 */
		private boolean lostItsConnection(Exchange exchange, IOException failure) {
			return this.reused && received() == this.received && !this.race.passed()
					&& !(failure instanceof SocketTimeoutException) && !exchange.timedOut()
					&& !Thread.currentThread().isInterrupted();
		}

	}

}
