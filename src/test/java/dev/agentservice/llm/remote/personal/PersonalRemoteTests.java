package dev.agentservice.llm.remote.personal;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import dev.agentservice.identity.UserTag;
import dev.agentservice.llm.remote.RemoteObjects;
import dev.agentservice.llm.remote.RemoteRef;
import dev.agentservice.llm.remote.RemoteRuntime;
import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.personal.RunIds;
import dev.agentservice.support.personal.Slice;
import dev.agentservice.support.personal.Subject;
import dev.agentservice.support.redis.ReplicaContext;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The receipt of an erasure names what a provider still has. */
@BesideOthers
@OnSingleAndCluster
class PersonalRemoteTests {

	private final UserTag jane = new UserTag(UUID.randomUUID().toString().replace("-", ""));

	private final RemoteRef ref = new RemoteRef(RemoteRuntime.OPENAI_RESPONSES, "resp_" + this.jane.value());

	@AutoClose
	private final ReplicaContext replica;

	PersonalRemoteTests(RedisTopology topology) {
		this.replica = new ReplicaContext(topology.own(PersonalRemoteTests.class), RemoteObjects.class,
				PersonalRemote.class);
	}

	@Test
	void whatAProviderHasIsKeptUntilItIsDeletedThere() {
		RemoteObjects objects = this.replica.get(RemoteObjects.class);
		objects.note(new RemoteObjects.Owner(this.jane, "gone"), this.ref).join();
		Slice.Later later = (Slice.Later) erase("");
		assertThat(later.kept()).singleElement().satisfies((kept) -> assertThat(kept.until()).isAfter(Instant.now()));
		assertThat(later.at()).isAfter(Instant.now());
		assertThat(objects.due(RemoteObjects.OVER, 0).entries())
			.contains(new RemoteObjects.Entry(this.jane.value(), this.ref));
		assertThat(((Slice.Later) erase(later.cursor())).kept()).isEqualTo(later.kept());
		objects.forget(new RemoteObjects.Entry(this.jane.value(), this.ref));
		assertThat(erase(later.cursor())).isEqualTo(Slice.Done.NOTHING);
	}

	@Test
	void noDateIsNamedForASession() {
		RemoteObjects objects = this.replica.get(RemoteObjects.class);
		RemoteRef session = RemoteRef.inSession(RemoteRuntime.ANTHROPIC_MANAGED, "sesn_" + this.jane.value(), 0);
		objects.note(new RemoteObjects.Owner(this.jane, "gone"), session).join();
		assertThat(((Slice.Later) erase("")).kept()).singleElement()
			.satisfies((kept) -> assertThat(kept.until()).isNull());
		objects.forget(new RemoteObjects.Entry(this.jane.value(), session));
	}

	private Slice erase(String cursor) {
		RunIds none = (_) -> {
			throw new AssertionError("Which runs there were does not matter");
		};
		Slice slice = store().erase(new Subject(this.jane.value(), "", none), cursor,
				Deadline.after(Duration.ofSeconds(1)));
		return (slice instanceof Slice.More more) ? erase(more.cursor()) : slice;
	}

	private PersonalRemote store() {
		return this.replica.get(PersonalRemote.class);
	}

}
