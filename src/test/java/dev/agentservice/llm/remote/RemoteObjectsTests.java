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
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.ReplicaContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@BesideOthers
@OnSingleAndCluster
class RemoteObjectsTests {

	private static final LuaScript<List<@Nullable Object>> CALL = LuaScript.list("test-call");

	private final UserTag jane = new UserTag(UUID.randomUUID().toString().replace("-", ""));

	private final RemoteRef ref = new RemoteRef(RemoteRuntime.OPENAI_RESPONSES, "resp_" + this.jane.value());

	@AutoClose
	private final ReplicaContext replica;

	RemoteObjectsTests(RedisTopology topology) {
		this.replica = new ReplicaContext(topology.own(RemoteObjectsTests.class), RemoteObjects.class);
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

	/**
	 * No provider keeps a response for so long; a session is kept until it is deleted.
	 */
	@Test
	void afterAMonthOnlySessionsAreStillListed() {
		note("first");
		RemoteRef session = RemoteRef.inSession(RemoteRuntime.ANTHROPIC_MANAGED, "sesn_" + this.jane.value(), 3);
		objects().noteNow(new Owner(this.jane, "first"), session);
		assertThat(due(Duration.ZERO)).hasSize(2);
		double monthAgo = System.currentTimeMillis() - Duration.ofDays(31).toMillis();
		for (Entry entry : due(Duration.ZERO)) {
			this.replica.store()
				.run(CALL, List.of("as:remote"), List.of("ZADD", "as:remote", monthAgo, entry.member()));
		}
		assertThat(due(Duration.ZERO)).extracting((entry) -> entry.ref().object()).containsExactly(session.object());
		objects().forget(new Entry(this.jane.value(), session));
	}

	@Test
	void whatIsNewIsNotDue() {
		note("first");
		assertThat(due(Duration.ofHours(1))).isEmpty();
	}

	@Test
	void anErasureHasItDeletedWhateverItsAgeAndThatOfNobodyElse() {
		note("first");
		UserTag other = new UserTag("0" + this.jane.value().substring(1, 31) + "x");
		assertThat(objects().hasten(other, "0").count()).isZero();
		assertThat(due(RemoteObjects.OVER)).isEmpty();
		assertThat(objects().hasten(this.jane, "0").count()).isEqualTo(1);
		assertThat(due(RemoteObjects.OVER)).containsExactly(new Entry(this.jane.value(), this.ref));
		objects().forget(new Entry(this.jane.value(), this.ref));
		assertThat(objects().hasten(this.jane, "0").count()).isZero();
	}

	@Test
	void whatAnErasureHastensIsNotNewForItsNextPart() {
		RemoteRef session = RemoteRef.inSession(RemoteRuntime.ANTHROPIC_MANAGED, "sesn_" + this.jane.value(), 0);
		objects().noteNow(new Owner(this.jane, "first"), session);
		objects().hasten(this.jane, "0");
		Owner late = new Owner(this.jane, "an earlier one");
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> objects().noteNow(late, session))
			.satisfies((problem) -> assertThat(problem.code()).isEqualTo(ProblemCode.ERASED));
		assertThat(due(RemoteObjects.OVER)).hasSize(1);
		objects().forget(new Entry(this.jane.value(), session));
	}

	@Test
	void whatAnotherVersionHasListedIsPassedOver() {
		note("first");
		String unknown = this.jane.value() + " elsewhere:thing:1";
		this.replica.store()
			.run(CALL, List.of("as:remote"), List.of("ZADD", "as:remote", System.currentTimeMillis(), unknown));
		assertThat(due(Duration.ZERO)).hasSize(1);
		assertThat(objects().due(Duration.ZERO, 0).unknown()).isEqualTo(1);
		this.replica.store().run(CALL, List.of("as:remote"), List.of("ZREM", "as:remote", unknown));
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
