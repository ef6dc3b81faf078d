package dev.agentservice.lambda;

import java.io.IOException;
import java.time.Duration;

import dev.agentservice.support.Deadline;
import dev.agentservice.support.platform.CatchUps;
import dev.agentservice.support.platform.Invocations;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Answers invocations as soon as the service is ready, as many at a time as Lambda sends
 * to one sandbox: one, or {@code AWS_LAMBDA_MAX_CONCURRENCY} on Managed Instances.
 */
@Component
@ConditionalOnProperty(LambdaRuntime.ADDRESS)
final class LambdaRuntime implements AutoCloseable {

	/** The variable with the address of the Runtime API, which only Lambda sets. */
	static final String ADDRESS = "AWS_LAMBDA_RUNTIME_API";

	private static final Logger logger = LoggerFactory.getLogger(LambdaRuntime.class);

	private final LambdaProperties properties;

	private final Invocations invocations;

	private final ObjectProvider<CatchUps> catchUps;

	private final String address;

	private final int concurrency;

	private final Exchanges exchanges;

	private volatile boolean closed;

	LambdaRuntime(LambdaProperties properties, Invocations invocations, ObjectProvider<CatchUps> catchUps,
			@Value("${" + ADDRESS + "}") String address, @Value("${AWS_LAMBDA_MAX_CONCURRENCY:1}") int concurrency) {
		this.properties = properties;
		this.invocations = invocations;
		this.catchUps = catchUps;
		this.address = address;
		this.concurrency = concurrency;
		// One for each poller, and that of the extension.
		this.exchanges = new Exchanges(concurrency + 1);
	}

	@EventListener
	void ready(ApplicationReadyEvent event) throws IOException {
		if (!(event.getApplicationContext() instanceof WebServerApplicationContext context)
				|| context.getWebServer() == null) {
			throw new IllegalStateException("There is no web server that could answer invocations");
		}
		if (this.properties.rehearsal()) {
			Rehearsal.begin(this.address);
		}
		RuntimeApi api = new RuntimeApi(this.address, this.exchanges);
		registerExtension(api);
		Loopback service = new Loopback(context.getWebServer().getPort(), this.exchanges);
		for (int i = 1; i <= this.concurrency; i++) {
			Bootstrap bootstrap = new Bootstrap(api, service, this.invocations, this.properties.invokeMode(),
					this::catchUp);
			Thread.ofPlatform().daemon().name("lambda-" + i).start(() -> poll(bootstrap));
		}
	}

	private void catchUp(Duration left) {
		try {
			this.catchUps.getObject().run(Deadline.after(left));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** Has to be done before the first invocation is taken. */
	private void registerExtension(RuntimeApi api) {
		try {
			String extension = api.registerExtension();
			Thread.ofVirtual().name("lambda-extension").start(() -> {
				try {
					api.awaitEvent(extension);
				}
				catch (IOException ex) {
					logger.atDebug().setCause(ex).log("The sandbox ends");
				}
			});
		}
		catch (IOException ex) {
			logger.atWarn().setCause(ex).log("There will be no SIGTERM before the sandbox ends");
		}
	}

	/**
	 * Until the Runtime API fails: then the sandbox is of no use any more, and the
	 * process ends, so that Lambda begins another.
	 */
	private void poll(Bootstrap bootstrap) {
		try {
			while (!this.closed) {
				bootstrap.once();
			}
		}
		catch (IOException | RuntimeException ex) {
			if (!this.closed) {
				logger.atError().setCause(ex).log("The Runtime API cannot be used, the process ends");
				System.exit(1);
			}
		}
	}

	@Override
	public void close() {
		this.closed = true;
		this.exchanges.close();
	}

}
