package dev.agentservice.run.personal;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import dev.agentservice.identity.UserTag;
import dev.agentservice.run.owner.script.RunProperties;
import dev.agentservice.run.queue.RunQueue;
import dev.agentservice.run.record.RunEventProperties;
import dev.agentservice.run.told.ToldHistoryProperties;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.personal.ExportSink;
import dev.agentservice.support.personal.IndexedKeys;
import dev.agentservice.support.personal.Keeping;
import dev.agentservice.support.personal.Keeping.Erasure;
import dev.agentservice.support.personal.PersonalDataStore;
import dev.agentservice.support.personal.Residue;
import dev.agentservice.support.personal.Slice;
import dev.agentservice.support.personal.Subject;

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

	private final RunQueue queue;

	private final RunLists lists;

	private final IndexedKeys keys;

	private final RunExport export;

	PersonalRuns(RunProperties properties, RunEventProperties events, ToldHistoryProperties toldHistory, RunQueue queue,
			RunLists lists, IndexedKeys keys, RunExport export) {
		this.properties = properties;
		this.events = events;
		this.toldHistory = toldHistory;
		this.queue = queue;
		this.lists = lists;
		this.keys = keys;
		this.export = export;
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

	/** A run that waits is kept for its retention behind the end of its time to live. */
	@Override
	public Duration longest() {
		Duration run = this.properties.retention().plus(this.properties.maxTtl());
		return (run.compareTo(this.toldHistory.ttl()) > 0) ? run : this.toldHistory.ttl();
	}

	/**
	 * What waits is over at once. What is at work has its notice; its owner takes it off
	 * the list of live runs when it has.
	 */
	@Override
	public boolean drain(Subject subject) {
		leaveQueue(subject);
		return this.lists.live(subject.user()) == 0;
	}

	/** Their records are counted; what lists say of them is no piece of its own. */
	@Override
	public Slice erase(Subject subject, String cursor, Deadline deadline) {
		leaveQueue(subject);
		this.lists.forgetLive(subject.user());
		this.lists.forgetDead(subject.user(), subject.tenant());
		return Slice.Done.NOTHING;
	}

	@Override
	public Residue verify(Subject subject) {
		long left = this.lists.live(subject.user()) + this.lists.dead(subject.user(), subject.tenant());
		return new Residue(left, Set.of("lists of runs"));
	}

	@Override
	public void export(Subject subject, ExportSink sink) {
		UserTag user = new UserTag(subject.user());
		this.keys.each(subject.user(), "run",
				(id) -> this.export.of(user, id).ifPresent((run) -> sink.add("runs", id, run)));
	}

	private void leaveQueue(Subject subject) {
		UserTag user = new UserTag(subject.user());
		long some = this.queue.forget(user, subject.tenant());
		while (some > 0) {
			some = this.queue.forget(user, subject.tenant());
		}
	}

}
