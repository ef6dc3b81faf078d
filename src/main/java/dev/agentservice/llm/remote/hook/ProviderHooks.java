package dev.agentservice.llm.remote.hook;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import dev.agentservice.llm.remote.RemoteRuntime;
import dev.agentservice.support.json.BoundedBody;
import dev.agentservice.support.json.HttpProperties;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import dev.agentservice.support.redis.StoreUnavailableException;
import dev.agentservice.support.webhook.WebhookKeys;

import org.springframework.http.HttpInputMessage;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/**
 * Takes hooks of providers. One is a hint that something has ended: it has the run that
 * waits for it, on any replica, look at the provider's record, and changes nothing. Until
 * its signature is verified it is a request of anybody, and costs no more than a bounded
 * body and its HMAC.
 */
@Component
public final class ProviderHooks {

	/** How old a signature may be, or how far ahead the provider's clock. */
	static final Duration VALID = Duration.ofMinutes(5);

	private final Map<RemoteRuntime, WebhookKeys> keys = new EnumMap<>(RemoteRuntime.class);

	private final HookGate gate;

	private final BoundedBody body;

	private final SeenHooks seen;

	private final HookMetrics metrics;

	private final Clock clock = Clock.systemUTC();

	ProviderHooks(HookProperties properties, SeenHooks seen, HookMetrics metrics) {
		Arrays.stream(RemoteRuntime.values()).forEach((runtime) -> {
			WebhookKeys secrets = properties.keys(runtime);
			if (!secrets.isEmpty()) {
				this.keys.put(runtime, secrets);
			}
		});
		this.gate = new HookGate(properties);
		this.body = new BoundedBody(
				new HttpProperties(DataSize.ofBytes(properties.maxBody()), properties.bodyTimeout()));
		this.seen = seen;
		this.metrics = metrics;
	}

	/**
	 * Takes a hook. That returns without a failure for each one that is signed, whether
	 * or not anything is known of what it is about.
	 * @param provider the configured name
	 * @throws ProblemException {@code not_found} if no hooks of that provider are taken;
	 * otherwise why it was refused
	 * @throws StoreUnavailableException if Redis is unavailable
	 */
	public void take(String provider, HttpInputMessage request) throws IOException {
		RemoteRuntime runtime = runtime(provider)
			.orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND, "There is nothing here."));
		HookCall call = HookCall.of(request);
		if (!call.isOf(this.clock.instant().getEpochSecond(), VALID.toSeconds())) {
			throw refused(runtime, HookOutcome.UNAUTHENTICATED);
		}
		if (!this.gate.enter(runtime)) {
			throw refused(runtime, HookOutcome.LIMITED);
		}
		try {
			this.metrics.count(runtime, noted(runtime, call, read(runtime, call)));
		}
		finally {
			this.gate.leave(runtime);
		}
	}

	private Optional<RemoteRuntime> runtime(String provider) {
		return this.keys.keySet().stream().filter((runtime) -> runtime.provider().equals(provider)).findAny();
	}

	private byte[] read(RemoteRuntime runtime, HookCall call) {
		try {
			return this.body.read(call.body());
		}
		catch (ProblemException ex) {
			this.metrics.count(runtime, HookOutcome.MALFORMED);
			throw ex;
		}
		catch (IOException ex) {
			this.metrics.count(runtime, HookOutcome.MALFORMED);
			throw new ProblemException(ProblemCode.INVALID_REQUEST, "The body could not be read.", ex);
		}
	}

	private HookOutcome noted(RemoteRuntime runtime, HookCall call, byte[] sent) {
		WebhookKeys secrets = Objects.requireNonNull(this.keys.get(runtime));
		if (!secrets.verify(call.id(), call.timestamp(), sent, call.signatures())) {
			throw refused(runtime, HookOutcome.UNAUTHENTICATED);
		}
		HookEvent event = HookEvent.read(runtime, sent);
		if (event == null) {
			throw refused(runtime, HookOutcome.MALFORMED);
		}
		if (event.object().isEmpty()) {
			return HookOutcome.IGNORED;
		}
		try {
			return switch (this.seen.note(runtime, call.id(), Wakes.name(runtime, event.object()))) {
				case NEWS -> HookOutcome.ACCEPTED;
				case REPEATED -> HookOutcome.REPEATED;
			};
		}
		catch (StoreUnavailableException ex) {
			this.metrics.count(runtime, HookOutcome.UNAVAILABLE);
			throw ex;
		}
	}

	private ProblemException refused(RemoteRuntime runtime, HookOutcome outcome) {
		this.metrics.count(runtime, outcome);
		return switch (outcome) {
			case UNAUTHENTICATED -> new ProblemException(ProblemCode.UNAUTHENTICATED,
					"The signature is missing, does not match, or is not of the last 5 minutes.");
			case LIMITED -> new ProblemException(ProblemCode.RATE_LIMITED, "More webhooks come than are read.")
				.retryAfter(Duration.ofSeconds(10));
			case ACCEPTED, REPEATED, IGNORED, MALFORMED, UNAVAILABLE ->
				new ProblemException(ProblemCode.INVALID_REQUEST, "This is no event.");
		};
	}

}
