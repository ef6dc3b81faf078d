package dev.agentservice.run.owner.waiting;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import dev.agentservice.run.order.StoredOrder.Who;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * How a run waits, as {@code run-waiting} answers.
 *
 * @param queued whether it waits
 * @param who its tenant and user
 * @param priority its priority among the user's runs
 * @param since since when
 */
public record WaitingState(boolean queued, Who who, int priority, Instant since) {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.build();

	static Optional<WaitingState> read(List<@Nullable Object> reply) {
		String who = (String) reply.get(1);
		if (who == null || reply.getFirst() == null) {
			return Optional.empty();
		}
		return Optional.of(new WaitingState("queued".equals(reply.getFirst()), MAPPER.readValue(who, Who.class),
				Integer.parseInt(Objects.requireNonNullElse((String) reply.get(2), "0")),
				Instant.ofEpochMilli(Long.parseLong(Objects.requireNonNullElse((String) reply.get(3), "0")))));
	}

}
