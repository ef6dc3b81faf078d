package dev.agentservice.run.event;

import java.io.IOException;
import java.util.Map;

import dev.agentservice.redis.RedisServer;
import dev.agentservice.run.event.store.StoredEvent;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Readers of a run whose owner is gone. */
class LapsedReaderTests {

	/** A poll that no test waits for. */
	@AutoClose
	private final EventReplica replica = new EventReplica(RedisServer.shared(),
			Map.of("agent-service.run.events.poll", "10m"));

	@Test
	void theyReadItsEndAtOnce() throws IOException {
		TestRun run = this.replica.run();
		run.appendDeltas(2);
		run.set("lease", "1");
		RecordingSink sink = new RecordingSink();
		this.replica.events().read(run.user(), run.id(), 0, sink);
		assertThat(sink.events()).extracting(StoredEvent::type)
			.containsExactly("answer.delta", "answer.delta", "run.failed");
		assertThat(this.replica.get(EventReplica.LookedAfter.class).runs()).isOne();
	}

	@Test
	void nobodyIsLookedAfterWhoseOwnerIsAtWork() throws IOException {
		TestRun run = this.replica.run();
		run.appendDeltas(2);
		run.end("succeeded", "run.completed", true);
		this.replica.events().read(run.user(), run.id(), 0, new RecordingSink());
		assertThat(this.replica.get(EventReplica.LookedAfter.class).runs()).isZero();
	}

}
