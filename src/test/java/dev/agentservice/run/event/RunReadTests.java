package dev.agentservice.run.event;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.run.event.store.EventBatch;
import dev.agentservice.run.event.store.EventStore;
import dev.agentservice.run.event.store.LogOwner;
import dev.agentservice.run.event.store.StoredEvent;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static dev.agentservice.run.event.TestRun.delta;
import static org.assertj.core.api.Assertions.assertThat;

@BesideOthers
@OnSingleAndCluster
class RunReadTests {

	private final EventReplica replica;

	private final TestRun run;

	RunReadTests(RedisTopology topology) {
		this.replica = new EventReplica(topology.own(RunReadTests.class));
		this.run = this.replica.run();
	}

	@AfterEach
	void close() {
		this.replica.close();
	}

	@Test
	void aReaderGetsWhatFollowsItsCursor() {
		this.run.appendDeltas(5);
		assertThat(this.run.read(3).events()).extracting(StoredEvent::id).containsExactly(4L, 5L);
		assertThat(this.run.read(5).events()).isEmpty();
		assertThat(this.run.read(5).over()).isFalse();
	}

	@Test
	void aBatchHasAnEnd() {
		this.run.appendDeltas(250);
		assertThat(this.run.read(0).events()).extracting(StoredEvent::id)
			.containsExactlyElementsOf(LongStream.rangeClosed(1, 100).boxed().toList());
		assertThat(this.run.read(0).cursor()).isEqualTo(100);
	}

	@Test
	void withoutACursorItBeginsWithTheAttempt() {
		this.run.set("first", "8", "seq", "7");
		this.run.append(8, delta("again"));
		assertThat(this.run.read(RunEvents.BEGINNING).events())
			.containsExactly(new StoredEvent(8, "answer.delta", "{\"text\":\"again\"}"));
	}

	@Test
	void beforeTheFirstEventThereIsNothing() {
		assertThat(this.run.read(RunEvents.BEGINNING)).isEqualTo(new EventBatch(false, 0, List.of(), false));
	}

	@Test
	void behindTheTrimItGetsTheAnswerSoFar() {
		this.run.append(1, delta("Hel"), delta("lo"), delta(" \\\" Jane"));
		this.run.call("XTRIM", this.run.channel(), "MAXLEN", "1");
		assertThat(this.run.read(1).events())
			.containsExactly(new StoredEvent(3, "answer.snapshot", "{\"text\":\"Hello \\\\\\\" Jane\"}"));
		assertThat(this.run.read(1).cursor()).isEqualTo(3);
		assertThat(this.run.read(2).events()).as("just not behind it")
			.extracting(StoredEvent::type)
			.containsExactly("answer.delta");
	}

	@Test
	void behindTheTrimOfARunThatIsOverTheLastEventFollows() {
		this.run.append(1, delta("Hel"), delta("lo"));
		this.run.end("succeeded", "run.completed", true);
		this.run.call("XTRIM", this.run.channel(), "MAXLEN", "1");
		assertThat(this.run.read(0).events()).containsExactly(
				new StoredEvent(2, "answer.snapshot", "{\"text\":\"Hello\"}"),
				new StoredEvent(3, "run.completed", "{\"end\":true}"));
	}

	@Test
	void aReaderOfAnEarlierAttemptGetsTheAnswerSoFar() {
		this.run.set("attempt", "2", "first", "8", "seq", "7");
		assertThat(this.run.read(4).events()).as("nothing said yet")
			.containsExactly(new StoredEvent(7, "answer.snapshot", "{\"text\":\"\"}"));
		this.run.append(new LogOwner(this.run.user(), this.run.id(), "e1", 2), 8, Map.of(), delta("new"));
		assertThat(this.run.read(4).events())
			.containsExactly(new StoredEvent(8, "answer.snapshot", "{\"text\":\"new\"}"));
		assertThat(this.run.read(7).events()).as("it had all of the earlier one")
			.extracting(StoredEvent::type)
			.containsExactly("answer.delta");
	}

	@Test
	void aRunWithoutALogHasItsLastEventInTheRecord() {
		this.run.end("succeeded", "run.completed", false);
		assertThat(this.run.read(RunEvents.BEGINNING).events())
			.containsExactly(new StoredEvent(1, "run.completed", "{\"end\":true}"));
		this.run.set("status", "failed");
		assertThat(this.run.read(0).events()).extracting(StoredEvent::type).containsExactly("run.failed");
		this.run.set("status", "rejected");
		assertThat(this.run.read(0).events()).extracting(StoredEvent::type).containsExactly("run.failed");
		this.run.set("status", "cancelled");
		assertThat(this.run.read(0).events()).extracting(StoredEvent::type).containsExactly("run.cancelled");
	}

	@Test
	void anExpiredLogLeavesTheLastEvent() {
		this.run.appendDeltas(5);
		this.run.end("failed", "run.failed", true);
		this.run.call("DEL", this.run.channel());
		assertThat(this.run.read(2).events()).containsExactly(new StoredEvent(6, "run.failed", "{\"end\":true}"));
	}

	@Test
	void whoHasTheLastEventGetsNothing() {
		this.run.appendDeltas(2);
		this.run.end("succeeded", "run.completed", true);
		assertThat(this.run.read(3)).isEqualTo(new EventBatch(true, 3, List.of(), false));
	}

	@Test
	void aCursorThatWasNeverGivenOutStandsForTheLastEvent() {
		this.run.appendDeltas(2);
		assertThat(this.run.read(999_999_999_999_999_999L).cursor()).isEqualTo(2);
		this.run.end("succeeded", "run.completed", true);
		assertThat(this.run.read(999_999_999_999_999_999L).events()).extracting(StoredEvent::type)
			.containsExactly("run.completed");
	}

	@Test
	void onlyReadersElsewhereLeaveATraceAndOnlyWhileTheRunLasts() {
		EventStore store = this.replica.get(EventStore.class);
		this.run.read(0, false);
		assertThat(store.seenBefore(this.run.user(), this.run.id())).isNegative();
		this.run.set("status", "succeeded");
		this.run.read(0, true);
		assertThat(store.seenBefore(this.run.user(), this.run.id())).isNegative();
		this.run.set("status", "running");
		this.run.read(0, true);
		assertThat(store.seenBefore(this.run.user(), this.run.id())).isBetween(0L, 10_000L);
	}

	@Test
	void whatDoesNotExistIsNotMadeByLooking() {
		this.run.call("DEL", this.run.key());
		assertThat(this.replica.get(EventStore.class).read(this.run.user(), this.run.id(), 0, 100, true)).isNull();
		assertThat(this.run.call("EXISTS", this.run.key())).isEqualTo(0L);
	}

}
