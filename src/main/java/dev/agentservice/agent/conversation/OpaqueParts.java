package dev.agentservice.agent.conversation;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import dev.agentservice.session.Message;
import dev.agentservice.session.Message.Assistant;
import dev.agentservice.session.Message.Opaque;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * How much is kept of what providers want to have back unchanged. They want it with the
 * results of the tools that the same reply called, some in all later turns as well. What
 * is too large is not kept at all, since half of it would be refused; the attempt that
 * was told it still sends it, and later ones ask as if there had been none. Counts
 * {@code agent.opaque.dropped} (kept_for).
 */
@Component
public class OpaqueParts {

	private static final Logger logger = LoggerFactory.getLogger(OpaqueParts.class);

	private final LoopProperties limits;

	private final MeterRegistry meters;

	public OpaqueParts(LoopProperties limits, MeterRegistry meters) {
		this.limits = limits;
		this.meters = meters;
		dropped("next_attempt");
		dropped("session");
	}

	/** A reply as the run's next attempt gets it. */
	public Assistant forNextAttempt(Assistant reply) {
		return fits("next_attempt", List.of(reply)) ? reply : reply.withoutOpaque();
	}

	/** A turn as its session keeps it: with its parts if they fit together, or none. */
	public List<Message> forSession(List<Message> turn) {
		return fits("session", turn) ? turn : turn.stream().map(OpaqueParts::withoutOpaque).toList();
	}

	private Counter dropped(String keptFor) {
		return this.meters.counter("agent.opaque.dropped", "kept_for", keptFor);
	}

	private boolean fits(String keptFor, List<? extends Message> messages) {
		List<Opaque> parts = messages.stream().flatMap(OpaqueParts::part).toList();
		long bytes = parts.stream().mapToLong((part) -> part.json().getBytes(StandardCharsets.UTF_8).length).sum();
		if (bytes <= this.limits.opaqueLimit().toBytes()) {
			return true;
		}
		dropped(keptFor).increment();
		logger.atInfo()
			.addKeyValue("kept_for", keptFor)
			.addKeyValue("provider", parts.getFirst().provider())
			.addKeyValue("bytes", bytes)
			.log("What a provider wants to have back is too large to be kept");
		return false;
	}

	private static Stream<Opaque> part(Message message) {
		return (message instanceof Assistant assistant) ? Stream.ofNullable(assistant.opaque()) : Stream.empty();
	}

	private static Message withoutOpaque(Message message) {
		return (message instanceof Assistant assistant) ? assistant.withoutOpaque() : message;
	}

}
