package dev.agentservice.llm;

import java.time.Duration;

import dev.agentservice.endtoend.ServiceUnderTest;
import dev.agentservice.identity.UserTag;
import dev.agentservice.llm.remote.RemoteObjects;
import dev.agentservice.llm.remote.RemoteRef;
import dev.agentservice.llm.remote.RemoteRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** What a replica that died could not delete at its provider. */
class RemoteSweeperTests {

	@RegisterExtension
	static final ServiceUnderTest service = ServiceUnderTest.asShipped();

	@Test
	void whatCouldNotBeDeletedIsSweptLater() {
		RemoteObjects objects = service.bean(RemoteObjects.class);
		RemoteRef left = new RemoteRef(RemoteRuntime.OPENAI_RESPONSES, "resp_left");
		objects.note(new RemoteObjects.Owner(new UserTag("0123456789abcdef0123456789abcdef"), "gone"), left).join();
		service.bean(RemoteSweeper.class).sweep(Duration.ZERO);
		assertThat(service.simulator().responses().calls()).containsSubsequence("POST /v1/responses/resp_left/cancel",
				"DELETE /v1/responses/resp_left");
		assertThat(objects.due(Duration.ZERO, 0).entries()).isEmpty();
		assertThat(service.metrics()).contains("agent_remote_objects");
	}

}
