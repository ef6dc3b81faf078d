package dev.agentservice.lambda;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.CharCodingConfig;
import org.apache.hc.core5.http.impl.bootstrap.HttpRequester;
import org.apache.hc.core5.http.impl.bootstrap.RequesterBootstrap;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnectionFactory;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.http.protocol.HttpProcessorBuilder;
import org.apache.hc.core5.http.protocol.RequestConnControl;
import org.apache.hc.core5.http.protocol.RequestContent;
import org.apache.hc.core5.http.protocol.RequestTargetHost;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/**
 * HTTP within the sandbox, to the Runtime API and to the service itself. Each exchange
 * has a connection of its own: an idle one may be dead after a thaw. No time-out while an
 * answer is awaited: an invocation may be days away, and Lambda ends what takes too long.
 */
final class Exchanges implements Closeable {

	private static final Timeout CONNECT = Timeout.ofSeconds(2);

	/** Each char of a header is a byte. Without it those of C1 would become "?". */
	private static final CharCodingConfig BYTES = CharCodingConfig.custom()
		.setCharset(StandardCharsets.ISO_8859_1)
		.build();

	private final HttpRequester requester;

	/**
	 * Exchanges with any number of hosts.
	 * @param most how many at a time, of each host
	 */
	Exchanges(int most) {
		this.requester = RequesterBootstrap.bootstrap()
			.setSocketConfig(SocketConfig.custom().setSoTimeout(Timeout.DISABLED).setTcpNoDelay(true).build())
			// Neither waits for 100 Continue nor names itself in place of the client.
			.setHttpProcessor(HttpProcessorBuilder.create()
				.addAll(new RequestTargetHost(), new RequestContent(), new RequestConnControl())
				.build())
			.setConnectionFactory(DefaultBHttpClientConnectionFactory.builder().charCodingConfig(BYTES).build())
			.setConnectionReuseStrategy((_, _, _) -> false)
			.setDefaultMaxPerRoute(most)
			.setMaxTotal(2 * most)
			.create();
	}

	/** Sends a request and waits for the head of the answer. */
	ClassicHttpResponse send(HttpHost host, ClassicHttpRequest request) throws IOException {
		request.setHeader("Connection", "close");
		try {
			return this.requester.execute(host, request, CONNECT, HttpCoreContext.create());
		}
		catch (HttpException ex) {
			throw new IOException(ex);
		}
	}

	@Override
	public void close() {
		this.requester.close(CloseMode.IMMEDIATE);
	}

}
