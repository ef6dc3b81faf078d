package dev.agentservice.llm.personal;

import java.time.Duration;
import java.util.List;

import dev.agentservice.endtoend.ServiceUnderTest;
import dev.agentservice.identity.UserTag;
import dev.agentservice.llm.remote.RemoteObjects;
import dev.agentservice.llm.remote.RemoteRef;
import dev.agentservice.llm.remote.RemoteRuntime;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.personal.RunIds;
import dev.agentservice.support.personal.Slice;
import dev.agentservice.support.personal.Subject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** An erasure reaches what the provider keeps, and nobody else's. */
class PersonalRemoteObjectsTests {

	private static final String JANE = "0123456789abcdef0123456789abcdef";

	private static final String JOHN = "0123456789abcdef0123456789abcde0";

	@RegisterExtension
	static final ServiceUnderTest service = ServiceUnderTest.asShipped();

	@Test
	void whatTheProviderKeepsOfAUserIsDeletedThere() {
		RemoteObjects objects = service.bean(RemoteObjects.class);
		note(JANE, "resp_jane1");
		note(JANE, "resp_jane2");
		note(JOHN, "resp_john");
		assertThat(erase(JANE, Duration.ofMinutes(1))).isEqualTo(new Slice.Done(2, 2, List.of()));
		assertThat(service.simulator().responses().calls())
			.contains("DELETE /v1/responses/resp_jane1", "DELETE /v1/responses/resp_jane2")
			.doesNotContain("DELETE /v1/responses/resp_john");
		assertThat(objects.of(JANE)).isEmpty();
		assertThat(objects.of(JOHN)).hasSize(1);
		assertThat(erase(JANE, Duration.ofMinutes(1))).isEqualTo(Slice.Done.NOTHING);
	}

	@Test
	void whatIsNotDeletedInTimeIsNamedAndTriedAgain() {
		note(JANE, "resp_late");
		assertThat(erase(JANE, Duration.ZERO)).isInstanceOfSatisfying(Slice.Later.class, (later) -> {
			assertThat(later.found()).isOne();
			assertThat(later.deleted()).isZero();
			assertThat(later.kept()).hasSize(1);
		});
		assertThat(erase(JANE, Duration.ofMinutes(1))).isEqualTo(new Slice.Done(1, 1, List.of()));
	}

	private static void note(String tag, String id) {
		service.bean(RemoteObjects.class)
			.note(new RemoteObjects.Owner(new UserTag(tag), "gone"), new RemoteRef(RemoteRuntime.OPENAI_RESPONSES, id))
			.join();
	}

	private static Slice erase(String tag, Duration time) {
		return service.bean(PersonalRemoteObjects.class)
			.erase(new Subject(tag, "tenant", (_) -> new RunIds.Page(List.of(), "")), "", Deadline.after(time));
	}

}
