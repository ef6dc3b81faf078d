package dev.agentservice.run.owner.waiting;

import dev.agentservice.identity.UserTag;
import dev.agentservice.run.interaction.seal.InteractionProperties;
import dev.agentservice.run.interaction.seal.InteractionProperties.Sink;
import dev.agentservice.run.record.RunRecord;
import dev.agentservice.run.record.RunRecords;
import dev.agentservice.run.record.RunState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

/**
 * Lines of the interaction log for runs that end without an owner: lost ones, and those
 * that expire, are cancelled or are refused while they wait. Such a line has no texts and
 * no cost, which only an owner knows.
 */
@Component
public class OwnerlessEnds {

	private static final Logger LOG = LoggerFactory.getLogger("interactions");

	private static final Logger logger = LoggerFactory.getLogger(OwnerlessEnds.class);

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private final RunRecords records;

	private final boolean off;

	OwnerlessEnds(RunRecords records, InteractionProperties properties) {
		this.records = records;
		this.off = properties.sink() == Sink.OFF;
	}

	/** Writes the line of a run, if there is such a log, without waiting for it. */
	public void write(UserTag user, String runId) {
		if (!this.off) {
			Thread.startVirtualThread(() -> tryWrite(user, runId));
		}
	}

	private void tryWrite(UserTag user, String runId) {
		try {
			RunRecord run = this.records.find(user, runId);
			if (run.state() instanceof RunState.Ended ended) {
				LOG.atInfo()
					.addKeyValue("run_id", run.id())
					.addKeyValue("agent", run.agent())
					.addKeyValue("revision", run.revision())
					.addKeyValue("at", run.endedAt())
					.addKeyValue("outcome", outcome(ended))
					.log("Run ended");
			}
		}
		catch (RuntimeException ex) {
			logger.atWarn()
				.addKeyValue("run_id", runId)
				.addKeyValue("failure", ex.getClass().getName())
				.log("The interaction log has no line of a run that ended without an owner");
		}
	}

	private static String outcome(RunState.Ended ended) {
		return switch (ended) {
			case RunState.Succeeded _, RunState.Cancelled _ -> ended.label();
			case RunState.Failed _, RunState.Rejected _ ->
				MAPPER.readTree(ended.data()).path("code").asString(ended.label());
		};
	}

}
