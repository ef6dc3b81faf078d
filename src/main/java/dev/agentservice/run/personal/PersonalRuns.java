package dev.agentservice.run.personal;

import java.util.List;
import java.util.Set;

import dev.agentservice.run.owner.script.RunProperties;
import dev.agentservice.run.record.RunEventProperties;
import dev.agentservice.run.told.ToldHistoryProperties;
import dev.agentservice.support.personal.Keeping;
import dev.agentservice.support.personal.Keeping.Erasure;
import dev.agentservice.support.personal.PersonalDataStore;

import org.springframework.stereotype.Component;

/**
 * Runs: records, journals, events, idempotency keys, and what is known of answers. All of
 * it is below the user's hash tag; what the queue and the lists of runs hold is removed
 * run by run.
 */
@Component
class PersonalRuns implements PersonalDataStore {

	private final RunProperties properties;

	private final RunEventProperties events;

	private final ToldHistoryProperties toldHistory;

	PersonalRuns(RunProperties properties, RunEventProperties events, ToldHistoryProperties toldHistory) {
		this.properties = properties;
		this.events = events;
		this.toldHistory = toldHistory;
	}

	@Override
	public String name() {
		return "run";
	}

	@Override
	public List<Keeping> keepings() {
		return List.of(
				new Keeping("runs: task, answer, journal", "an answer that can be read again, and retries",
						this.properties.retention(), "the end", Erasure.DELETED),
				new Keeping("events and text of runs", "streams that survive a lost connection", this.events.ttl(),
						"the latest event", Erasure.DELETED),
				new Keeping("tags of answers", "knowing the service's own answers again", this.toldHistory.ttl(),
						"the answer", Erasure.DELETED));
	}

	@Override
	public Set<String> kinds() {
		return Set.of("run", "idem", "answers", "waits");
	}

}
