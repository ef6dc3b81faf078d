package dev.agentservice.identity;

import java.util.Map;

import dev.agentservice.support.RawHttp;
import dev.agentservice.support.RawHttp.Answer;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is counted of those who are not let in.
 */
@ActiveProfiles(WhoController.PROFILE)
@SpringBootTest(classes = IdentityTests.Edge.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "server.address=127.0.0.1", "management.server.address=127.0.0.1", "management.server.port=0",
				"management.endpoint.health.validate-group-membership=false",
				"agent-service.identity.pepper=only-for-tests-only-for-tests-only",
				"agent-service.identity.jwt.audience=agent-service", "agent-service.identity.jwt.tenants=acme" })
class AuthFailureTests {

	private static final TokenIssuer issuer = IdentityTests.issuer;

	private final RawHttp http;

	private final MeterRegistry meters;

	@Autowired
	AuthFailureTests(@LocalServerPort int port, MeterRegistry meters) {
		this.http = new RawHttp(port);
		this.meters = meters;
	}

	@DynamicPropertySource
	static void configure(DynamicPropertyRegistry registry) {
		IdentityTests.configure(registry);
	}

	@Test
	void anIssuerSpeaksForItsOwnTenantsOnly() {
		double before = failures("unknown_tenant");
		assertThat(get("/agents", issuer.token((claims) -> claims.claim("tenant", "invented"))).status())
			.isEqualTo(401);
		assertThat(failures("unknown_tenant")).isEqualTo(before + 1);
	}

	@ParameterizedTest
	@CsvSource({ "guessed, unknown_key", "revoked-key, revoked_key", "expired-key, expired_key", "a.b.c, bad_token",
			"operator-key, insufficient_scope" })
	void whoIsNotLetInIsCountedByWhy(String key, String reason) {
		double before = failures(reason);
		get("/agents", key);
		assertThat(failures(reason)).isEqualTo(before + 1);
	}

	@Test
	void aRequestWithoutACredentialIsCounted() {
		double before = failures("missing");
		this.http.request("GET", "/agents", Map.of("X-None", ""), new byte[0]);
		assertThat(failures("missing")).isEqualTo(before + 1);
	}

	private Answer get(String path, String key) {
		return this.http.request("GET", path, Map.of("Authorization", "Bearer " + key), new byte[0]);
	}

	private double failures(String reason) {
		return this.meters.get("agent.auth.failures").tag("reason", reason).counter().count();
	}

}
