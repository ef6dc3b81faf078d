package dev.agentservice.run.interaction;

import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.agentservice.audit.Audit;
import dev.agentservice.audit.AuditEntry;
import dev.agentservice.identity.Caller;
import dev.agentservice.identity.UserTag;
import dev.agentservice.run.interaction.seal.InteractionProperties;
import dev.agentservice.run.interaction.seal.Seals;
import dev.agentservice.support.personal.IndexedKeys;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

/**
 * Opens lines of the interaction log, as long as what seals them is there. Closed on
 * failure: what cannot be audited is not opened.
 */
@Component
public class OpenedLines {

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private final Audit audit;

	private final IndexedKeys keys;

	private final Seals seals;

	private final long days;

	private final Clock clock = Clock.systemUTC();

	OpenedLines(Audit audit, IndexedKeys keys, Seals seals, InteractionProperties properties) {
		this.audit = audit;
		this.keys = keys;
		this.seals = seals;
		this.days = properties.retention().toDays();
	}

	/**
	 * Opens the lines of a user.
	 * @param caller who reads them
	 * @param reason why, for the audit log
	 */
	public Opened open(Caller caller, UserTag user, String reason, List<Line> lines) {
		this.audit.record(AuditEntry.by(caller, "privacy.interactions", user.value(), null,
				MAPPER.writeValueAsString(Map.of("reason", reason, "lines", lines.size()))));
		Map<String, String> secrets = new HashMap<>();
		List<Interaction> opened = new ArrayList<>();
		for (Line line : lines) {
			open(user, line, secrets, opened);
		}
		return new Opened(opened, lines.size() - opened.size());
	}

	private void open(UserTag user, Line line, Map<String, String> secrets, List<Interaction> opened) {
		int dot = line.seal().indexOf('.');
		String day = line.seal().substring(0, Math.max(dot, 0));
		if (!mayBeKept(day)) {
			return;
		}
		// Kept also if there is none, so that it is asked for once.
		String secret = secrets.computeIfAbsent(day,
				(_) -> Objects.requireNonNullElse(this.keys.value(user.value(), "seal:" + day), "").strip());
		if (secret.isEmpty()) {
			return;
		}
		this.seals.open(user, day, secret.substring(secret.indexOf(' ') + 1), line.runId(), line.sealed())
			.ifPresent((texts) -> opened.add(Interaction.of(line.runId(), MAPPER.readTree(texts))));
	}

	/** Of no other day Redis has to be asked, however many a request names. */
	private boolean mayBeKept(String day) {
		try {
			LocalDate asked = LocalDate.parse(day);
			LocalDate today = LocalDate.now(this.clock);
			return !asked.isAfter(today.plusDays(1)) && !asked.isBefore(today.minusDays(this.days + 1));
		}
		catch (DateTimeParseException _) {
			return false;
		}
	}

	/**
	 * A line as the log has it.
	 *
	 * @param runId its {@code run_id}
	 * @param seal its {@code seal}
	 * @param sealed its {@code sealed}
	 */
	public record Line(String runId, String seal, String sealed) {

	}

	/** What was opened. */
	@Schema(name = "OpenedInteractions")
	public record Opened(List<Interaction> interactions,
			@Schema(description = "How many lines this user's keys do not open: their time is over, the user was "
					+ "erased, or they are of somebody else.", example = "0") int unopened) {

		public Opened {
			interactions = List.copyOf(interactions);
		}

	}

	/** What a user asked and was answered, redacted. */
	@Schema(name = "Interaction")
	@JsonNaming(SnakeCaseStrategy.class)
	public record Interaction(@Schema(example = "run_01M838DWTC55J56BHF7KJFK35W") String runId,
			@Schema(example = "Where is my order?") String task,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Schema(example = "It arrives today.") @Nullable String answer,
			@Schema(example = "[\"order_status\"]") List<String> tools) {

		static Interaction of(String runId, JsonNode texts) {
			return new Interaction(runId, texts.path("task").asString(""), texts.path("answer").asString(null),
					texts.path("tools").valueStream().map(JsonNode::asString).toList());
		}

	}

}
