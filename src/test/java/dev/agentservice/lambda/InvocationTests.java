package dev.agentservice.lambda;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@BesideOthers
class InvocationTests {

	@Test
	void anInvocationSaysNothingOfItsEventInLogs() {
		assertThat(new Invocation("1", Instant.EPOCH, null, "secret".getBytes(StandardCharsets.UTF_8)).toString())
			.doesNotContain("secret");
	}

}
