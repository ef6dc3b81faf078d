package dev.agentservice.llm.http;

import java.io.Closeable;
import java.io.IOException;
import java.util.function.ToDoubleFunction;

import dev.agentservice.llm.http.proxy.ProxyServer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.apache.hc.client5.http.auth.AuthExchange;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.auth.BasicScheme;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.pool.PoolStats;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;

/**
 * The connections to one provider, through its proxy if there is one. No redirects (they
 * would carry the key elsewhere), no cookies, no proxies of the JVM, no compression, and
 * no retries: a failed call may have been billed, so retries are decided where the cost
 * is known. Only a request on a pooled connection that was closed already is sent again,
 * by {@link PooledHttpClient}.
 */
final class ConnectionPool implements Closeable {

	private final ConnectionTimeouts timeouts;

	private final PoolingHttpClientConnectionManager connections;

	private final CloseableHttpClient client;

	private final @Nullable ProxyServer proxy;

	ConnectionPool(PoolProperties properties, @Nullable ProxyServer proxy) {
		this.timeouts = new ConnectionTimeouts(properties);
		this.proxy = proxy;
		this.connections = PoolingHttpClientConnectionManagerBuilder.create()
			.setMaxConnTotal(properties.maxConnections())
			.setMaxConnPerRoute(properties.maxConnections())
			.setConnectionConfigResolver(_ -> this.timeouts.connection(Exchange.current()))
			.build();
		this.client = HttpClientBuilder.create()
			.setConnectionManager(this.connections)
			.setProxy((proxy != null) ? host(proxy) : null)
			.setRequestExecutor(new ExchangeExecutor(properties.readTimeout()))
			.disableAutomaticRetries()
			.disableRedirectHandling()
			.disableCookieManagement()
			.disableContentCompression()
			.disableAuthCaching()
			.disableDefaultUserAgent()
			.build();
	}

	/**
	 * Pool metrics under the names of Micrometer's own (now deprecated) binder, so that
	 * existing dashboards fit.
	 */
	void bindTo(MeterRegistry meters, String provider) {
		Tags tags = Tags.of("provider", provider);
		gauge(meters, "total.connections", tags.and("state", "available"), PoolStats::getAvailable);
		gauge(meters, "total.connections", tags.and("state", "leased"), PoolStats::getLeased);
		gauge(meters, "total.pending", tags, PoolStats::getPending);
		gauge(meters, "total.max", tags, PoolStats::getMax);
	}

	private void gauge(MeterRegistry meters, String name, Tags tags, ToDoubleFunction<PoolStats> value) {
		Gauge
			.builder("httpcomponents.httpclient.pool." + name, this.connections,
					(pool) -> value.applyAsDouble(pool.getTotalStats()))
			.tags(tags)
			.register(meters);
	}

	/** Sends a request and waits for the head of the response. */
	ClassicHttpResponse open(HttpUriRequestBase request, Exchange exchange) throws IOException {
		request.setConfig(this.timeouts.request(exchange));
		return this.client.executeOpen(null, request, context());
	}

	/** Where one idle connection was closed, others probably were. */
	void dropIdle() {
		this.connections.closeIdle(TimeValue.ZERO_MILLISECONDS);
	}

	/** The proxy's credentials are sent at once, without a challenge. */
	private HttpClientContext context() {
		HttpClientContext context = HttpClientContext.create();
		if (this.proxy != null && !this.proxy.user().isEmpty()) {
			BasicScheme basic = new BasicScheme();
			basic.initPreemptive(
					new UsernamePasswordCredentials(this.proxy.user(), this.proxy.password().toCharArray()));
			AuthExchange credentials = new AuthExchange();
			credentials.select(basic);
			context.setAuthExchange(host(this.proxy), credentials);
		}
		return context;
	}

	private static HttpHost host(ProxyServer proxy) {
		return new HttpHost("http", proxy.host(), proxy.port());
	}

	@Override
	public void close() throws IOException {
		this.client.close();
	}

}
