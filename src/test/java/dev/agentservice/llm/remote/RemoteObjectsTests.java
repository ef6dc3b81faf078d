package dev.agentservice.llm.remote;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import dev.agentservice.identity.UserTag;
import dev.agentservice.llm.remote.RemoteObjects.Entry;
import dev.agentservice.llm.remote.RemoteObjects.Noting;
import dev.agentservice.llm.remote.RemoteObjects.Owner;
import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.ReplicaContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@OnSingleAndCluster
class RemoteObjectsTests {

	private static final LuaScript<List<@Nullable Object>> CALL = LuaScript.list("test-call");

	private final UserTag jane = new UserTag(UUID.randomUUID().toString().replace("-", ""));

	private final RemoteRef ref = new RemoteRef(RemoteRuntime.OPENAI_RESPONSES, "resp_" + this.jane.value());

	@AutoClose
	private final ReplicaContext replica;

	RemoteObjectsTests(RedisTopology topology) {
		this.replica = new ReplicaContext(topology.redis(), RemoteObjects.class);
	}

	@BeforeEach
	void admit() {
		call("SET", "epoch", "first");
	}

	@Test
	void whatIsKeptIsNotedByUserUntilItIsDeleted() {
		assertThat(note("first")).isEqualTo(Noting.NOTED);
		assertThat(call("ZSCORE", "remote", "openai:response:" + this.ref.id())).isNotNull();
		assertThat(call("ZSCORE", "keys", "remote")).isNotNull();
		assertThat((Long) call("PTTL", "remote")).isPositive();
		objects().forget(new Entry(this.jane.value(), this.ref));
		assertThat(call("EXISTS", "remote")).isEqualTo(0L);
		assertThat(due(Duration.ZERO)).isEmpty();
	}

	@Test
	void afterAnErasureItIsStillListedForDeletionButNotOfTheUser() {
		assertThat(note("an earlier one")).isEqualTo(Noting.ERASED);
		assertThat(call("EXISTS", "remote")).isEqualTo(0L);
		assertThat(due(Duration.ZERO)).containsExactly(new Entry(this.jane.value(), this.ref));
		assertThat(objects().due(Duration.ZERO, 0).count()).isPositive();
	}

	@Test
	void whatIsNewIsNotDue() {
		note("first");
		assertThat(due(Duration.ofHours(1))).isEmpty();
	}

	@Test
	void whatCannotBeDeletedIsPassedOver() {
		note("first");
		int all = Math.toIntExact(objects().due(Duration.ZERO, 0).count());
		assertThat(objects().due(Duration.ZERO, all - 1).entries()).hasSize(1);
		assertThat(objects().due(Duration.ZERO, all).entries()).isEmpty();
	}

	private Noting note(String epoch) {
		return objects().note(new Owner(this.jane, epoch), this.ref).join();
	}

	private List<Entry> due(Duration age) {
		return objects().due(age, 0)
			.entries()
			.stream()
			.filter((entry) -> entry.user().equals(this.jane.value()))
			.toList();
	}

	private RemoteObjects objects() {
		return this.replica.get(RemoteObjects.class);
	}

	private @Nullable Object call(String command, String key, Object... args) {
		List<Object> words = new ArrayList<>(List.of(command, this.jane.key(key)));
		words.addAll(List.of(args));
		return this.replica.store().run(CALL, List.of(this.jane.key(key)), words).getFirst();
	}

}
