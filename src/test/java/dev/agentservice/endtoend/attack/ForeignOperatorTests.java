package dev.agentservice.endtoend.attack;

import java.util.List;

import dev.agentservice.endtoend.Client;
import dev.agentservice.endtoend.Client.Reply;
import dev.agentservice.endtoend.ServiceUnderTest;
import dev.agentservice.identity.TestKey;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static dev.agentservice.simulator.script.Responses.answer;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * An operator of the tenant globex tries what the operator's own tenant may not do to
 * others, here to acme.
 */
@BesideOthers
class ForeignOperatorTests {

	private static final String GLOBEX = "key-of-globex";

	private static final String PLATFORM = "key-of-platform";

	private static final String OFF = "{\"default\": false, \"reason\": \"Ticket 4711\"}";

	@RegisterExtension
	static final ServiceUnderTest service = key(key(new ServiceUnderTest(), 4, GLOBEX, "globex", "agent,ops"), 5,
			PLATFORM, "owners", "platform");

	private final Client globex = service.client(GLOBEX);

	private final Client platform = service.client(PLATFORM);

	@BeforeEach
	void everyModelAnswers() {
		service.anthropic().always(answer("Yes."));
	}

	@AfterEach
	void reset() {
		this.globex.delete("/ops/flags/agent-enabled");
		this.platform.delete("/ops/platform/flags/agent-enabled");
	}

	@Test
	void theKillSwitchOfOneTenantStopsNobodyElse() {
		assertThat(this.globex.put("/ops/flags/agent-enabled", OFF).status()).isEqualTo(200);
		assertThat(this.globex.ask("Hi").text("/code")).isEqualTo("agent_disabled");
		assertThat(service.ada().ask("Hi").status()).isEqualTo(200);
		assertThat(service.operator().get("/ops/flags/agent-enabled").text("/default")).isEqualTo("true");
	}

	@Test
	void whatConcernsAllNeedsAScopeOfItsOwn() {
		for (Reply reply : List.of(this.globex.put("/ops/platform/flags/agent-enabled", OFF),
				this.globex.delete("/ops/platform/flags/agent-enabled"), this.globex.get("/ops/platform/flags"),
				this.globex.get("/ops/platform/audit"), this.globex.put("/ops/flags/agent-enabled", """
						{"default": true, "rules": [{"tenants": ["acme"], "variant": false}]}"""),
				this.platform.get("/ops/flags"), this.platform.get("/ops/audit"))) {
			assertThat(reply.status()).as(reply.body()).isEqualTo(403);
		}
		assertThat(service.ada().ask("Hi").status()).isEqualTo(200);
	}

	@Test
	void whatWasDoneForAllIsInEveryTenantsLogAndNoTenantUndoesIt() {
		assertThat(this.platform.put("/ops/platform/flags/agent-enabled", OFF).status()).isEqualTo(200);
		this.globex.put("/ops/flags/agent-enabled", "{\"default\": true}");
		for (Client client : List.of(service.ada(), this.globex)) {
			assertThat(client.ask("Hi").text("/code")).isEqualTo("agent_disabled");
		}
		for (Client operator : List.of(service.operator(), this.globex)) {
			assertThat(operator.get("/ops/audit").body()).contains("Ticket 4711", "key-5");
		}
	}

	@Test
	void budgetsAndLogsOfOthersAreOutOfReach() {
		service.operator().put("/ops/budgets/acme/ada", "{\"limit_usd\": 7, \"reason\": \"acme only\"}");
		assertThat(this.globex.get("/ops/budgets/acme/ada").status()).isEqualTo(404);
		assertThat(this.globex.put("/ops/budgets/acme/ada", "{\"limit_usd\": 0, \"reason\": \"x\"}").status())
			.isEqualTo(404);
		assertThat(this.globex.get("/ops/audit?limit=200").body()).doesNotContain("acme only");
		assertThat(this.globex.get("/ops/usage").text("/spent_usd")).isNotEmpty();
	}

	private static ServiceUnderTest key(ServiceUnderTest service, int index, String key, String tenant, String scopes) {
		String prefix = "agent-service.identity.api-keys[" + index + "].";
		return service.with(prefix + "name", "key-" + index)
			.with(prefix + "sha256", TestKey.sha256(key))
			.with(prefix + "tenant", tenant)
			.with(prefix + "user", "gus")
			.with(prefix + "scopes", scopes);
	}

}
