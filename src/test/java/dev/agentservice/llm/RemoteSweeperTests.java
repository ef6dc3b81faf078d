package dev.agentservice.llm;

import java.time.Duration;

import dev.agentservice.endtoend.ServiceUnderTest;
import dev.agentservice.identity.UserTag;
import dev.agentservice.llm.remote.RemoteObjects;
import dev.agentservice.llm.remote.RemoteRef;
import dev.agentservice.llm.remote.RemoteRuntime;
import dev.agentservice.support.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** What a replica that died could not delete at its provider. */
class RemoteSweeperTests {

	@RegisterExtension
	static final ServiceUnderTest service = ServiceUnderTest.asShipped();

	@Test
	void whatCouldNotBeDeletedIsSweptLater() {
		leave(new RemoteRef(RemoteRuntime.OPENAI_RESPONSES, "resp_left"));
		leave(RemoteRef.inSession(RemoteRuntime.ANTHROPIC_MANAGED, "sesn_left", 17));
		service.bean(RemoteSweeper.class).sweep(Duration.ZERO);
		assertThat(service.simulator().responses().calls()).containsSubsequence("POST /v1/responses/resp_left/cancel",
				"DELETE /v1/responses/resp_left");
		assertThat(service.simulator().sessions().calls()).containsSubsequence("POST /v1/sessions/sesn_left/events",
				"DELETE /v1/sessions/sesn_left");
		assertThat(service.bean(RemoteObjects.class).due(Duration.ZERO, 0).entries()).isEmpty();
		assertThat(service.metrics()).contains("agent_remote_objects");
	}

	@Test
	void whatCouldNotBeNotedIsDeletedAtOnce() {
		RemoteRef ref = RemoteRef.inSession(RemoteRuntime.ANTHROPIC_MANAGED, "sesn_erased", 0);
		RemoteObjects.Owner erased = new RemoteObjects.Owner(new UserTag("0123456789abcdef0123456789abcdef"), "gone");
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(() -> service.bean(RemoteGateway.class).started(erased, ref));
		await().untilAsserted(
				() -> assertThat(service.simulator().sessions().calls()).contains("DELETE /v1/sessions/sesn_erased"));
	}

	private static void leave(RemoteRef ref) {
		service.bean(RemoteObjects.class)
			.note(new RemoteObjects.Owner(new UserTag("0123456789abcdef0123456789abcdef"), "gone"), ref)
			.join();
	}

}
